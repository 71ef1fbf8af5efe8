/** The built console on its own port, in front of the API. */
export { type ConsoleServer, type ConsoleServerOptions, createConsoleServer } from "./console-server.ts";
