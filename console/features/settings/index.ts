/** Feature `settings`: what is configured, how the console looks, and who may do what. */
export { SettingsScreen } from "./settings-screen.tsx";
