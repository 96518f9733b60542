declare module "ml-cart" {
  interface Node {
    left?: Node;
    right?: Node;
    splitColumn?: number;
    splitValue?: number;
    distribution?: number;
  }

  export class DecisionTreeRegression {
    constructor(options: { maxDepth?: number; minNumSamples?: number; gainThreshold?: number });
    root: Node;
    train(rows: number[][], values: number[]): void;
  }
}
