/** Feature `inventory`: what is held where, what it is worth, and how it moved. */
export { InventoryScreen } from "./inventory-screen.tsx";
