import type { Json, JsonObject } from "@lockstep/model";

import { authorizeBearer } from "../providers/openai-chat.ts";
import { failureInAnswer } from "../providers/provider-failure.ts";
import { askProvider } from "../providers/provider-request.ts";
import { countIn, definedIn, listIn, objectIn } from "../providers/read-json.ts";
import { usageOf } from "../providers/usage-of.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepExecutor } from "./step-executor.ts";

export const embeddings: StepExecutor<"embeddings"> = async (parameters, context) => {
  const { baseUrl, model, apiKey, headers = {}, input, dimensions, price } = parameters;
  const texts = typeof input === "string" ? [input] : input;
  if (texts.length === 0) return { vectors: [] };
  const endpoint = { baseUrl, path: "/embeddings", headers: { ...authorizeBearer(apiKey), ...headers } };
  const answer = objectIn(
    await askProvider(endpoint, { model, input: texts, ...definedIn({ dimensions }) }, context),
  );
  if (answer["error"] !== undefined && answer["error"] !== null) throw failureInAnswer(answer);
  const { inputTokens, cost, ...rest } = usageOf(tokensOf(answer), price);
  context.report({ inputTokens, cost, ...rest });
  const vectors = vectorsOf(answer, { count: texts.length, dimensions });
  return { vectors, usage: cost === null ? { inputTokens } : { inputTokens, cost } };
};

function tokensOf({ usage }: JsonObject) {
  return { inputTokens: countIn(objectIn(usage)["prompt_tokens"]), outputTokens: 0 };
}

interface Asked {
  readonly count: number;
  readonly dimensions: number | undefined;
}

/** One vector per text, in the order of the texts: the answer's own order means nothing, its `index` does. */
function vectorsOf({ data }: JsonObject, { count, dimensions }: Asked): Json {
  const vectors: (readonly Json[] | undefined)[] = Array.from({ length: count });
  for (const [place, each] of listIn(data).entries()) {
    const { index = place, embedding } = objectIn(each);
    if (typeof index === "number" && index < count && isVector(embedding)) vectors[index] = embedding;
  }
  const found = vectors.filter((vector) => vector !== undefined);
  if (found.length < count)
    throw new StepFailure("provider", `The provider gave ${found.length} of ${count} vectors.`);
  const length = dimensions ?? found[0]?.length;
  if (found.every((vector) => vector.length === length)) return found;
  throw new StepFailure("provider", `The provider gave vectors that do not have ${length} dimensions.`);
}

function isVector(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "number");
}
