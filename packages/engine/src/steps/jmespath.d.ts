/** The parts of jmespath 0.16 that are used; the package brings no types. */
declare module "jmespath" {
  namespace jmespath {
    interface Node {
      readonly type: string;
      readonly children?: readonly Node[];
      readonly value?: unknown;
    }
    function compile(expression: string): Node;
    function search(data: unknown, expression: string): unknown;
  }
  export default jmespath;
}
