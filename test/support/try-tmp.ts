import { startStandInsProcess } from "./stand-ins-process.ts";
import { operate } from "./operator.ts";
await using v = await startStandInsProcess();
await using op = await operate(["run","--mode","demo"], {...v.env, OBSERVE_ONLY:"true"});
await op.trading();
await new Promise(r=>setTimeout(r,2000));
const t=performance.now();
await op.restart("SIGKILL");
console.log("answering after", performance.now()-t);
let last="";
while(true){ const s=(await op.status()).risk; if(s.gate_reason!==last){last=s.gate_reason??"";console.log(Math.round(performance.now()-t),s.gate_reason);} if(s.gate_open)break; await new Promise(r=>setTimeout(r,100));}
console.log(op.process.stderr().slice(0,3000));
