/** The second store: a MongoDB server, which may go away and come back. */
export { type MongoOptions, openMongo } from "./open-mongo.ts";
export { type MongoProbe, probeMongo } from "./probe-mongo.ts";
export { planMongo, upgradeMongo } from "./schema/index.ts";
