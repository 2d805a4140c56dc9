import { type FileEncoding, fileEncodings } from "./dashboard-file.ts";

/** The smallest encoding that an `Accept-Encoding` allows. */
export function chooseEncoding(accepted: string | undefined): FileEncoding {
  const weights = new Map(
    (accepted ?? "").split(",").map((one): [string, number] => {
      const [name = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  const allows = (encoding: FileEncoding) => (weights.get(encoding) ?? weights.get("*") ?? 0) > 0;
  return fileEncodings.find((encoding) => encoding === "identity" || allows(encoding)) ?? "identity";
}
