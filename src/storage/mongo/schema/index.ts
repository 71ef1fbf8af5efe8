/** Versions of the database on MongoDB: what is missing is taken step by step, by one process at a time. */
export { takeMongoSteps } from "./take-mongo-steps.ts";
export { planMongo, upgradeMongo } from "./upgrade-mongo.ts";
