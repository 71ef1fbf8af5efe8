/** Feature `opportunities`: what was found, filtered, with the evidence of each. */
export { OpportunitiesScreen } from "./opportunities-screen.tsx";
export { OpportunityDetail } from "./opportunity-detail.tsx";
