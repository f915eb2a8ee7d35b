// Vercel's AI SDK as a user's program has it; prints what it got as one line of JSON.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateObject, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';

globalThis.AI_SDK_LOG_WARNINGS = false;
const provider = createOpenAICompatible({
  name: 'localai', baseURL: process.env.AGENT + '/v1', apiKey: process.env.KEY, includeUsage: true, supportsStructuredOutputs: true,
});
const model = provider('simulated/extractive');
const prompt = 'The office in Graz opens at nine. When does the office in Graz open?';

const chat = await generateText({ model, prompt, maxRetries: 0 });

const stream = streamText({ model, prompt, maxRetries: 0 });
let streamed = '';
for await (const text of stream.textStream) streamed += text;
const usage = await stream.usage;

const cities = [];
const told = await generateText({
  model,
  prompt: 'What is the weather in Graz?',
  maxRetries: 0,
  stopWhen: stepCountIs(3),
  tools: {
    get_weather: tool({
      description: 'The weather of a city',
      inputSchema: jsonSchema({ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }),
      execute: async ({ city }) => {
        cities.push(city);
        return `In ${city} the weather is sunny.`;
      },
    }),
  },
});

const { object } = await generateObject({
  model,
  prompt: 'Ada is 36 years old.',
  maxRetries: 0,
  schema: jsonSchema({ type: 'object', properties: { age: { type: 'integer' } }, required: ['age'], additionalProperties: false }),
});

const { embeddings } = await embedMany({ model: provider.embeddingModel('simulated/hashed-ngrams'), values: ['tea', 'coffee'], maxRetries: 0 });

console.log(JSON.stringify({
  chat: chat.text,
  finish: chat.finishReason,
  sameStreamed: streamed === chat.text,
  usage: usage.inputTokens > 0 && usage.outputTokens > 0,
  cities,
  told: told.text,
  structured: object,
  dimensions: embeddings.map(vector => vector.length),
}));
