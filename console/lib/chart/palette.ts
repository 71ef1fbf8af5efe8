/** The canvas cannot read the style sheet's variables, so the chart names its colours here. */
export const PALETTE = {
  axis: "#7C8AA0",
  grid: "#17202A",
  zero: "#223043",
  forward: "#A3E635",
  backward: "#B6C2CF",
  threshold: "#F59E0B",
  span: "rgb(163 230 53 / 0.08)",
  markFill: "#0F141A",
};
