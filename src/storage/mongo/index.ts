/** The second store: a MongoDB server, which may go away and come back. */
export { type MongoOptions, type MongoStores, openMongo } from "./open-mongo.ts";
