import "../lib/zod-without-eval.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyDensity } from "../lib/preferences.ts";
import { App } from "./app.tsx";

applyDensity();
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element called root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
