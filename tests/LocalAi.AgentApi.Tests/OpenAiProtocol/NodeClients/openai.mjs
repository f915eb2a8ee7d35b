// The npm package "openai" as a user's program has it; prints what it got as one line of JSON.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.env.AGENT + '/v1', apiKey: process.env.KEY, maxRetries: 0 });
const model = 'simulated/extractive';
const fact = 'The office in Graz opens at nine. When does the office in Graz open?';
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

const models = [];
for await (const item of client.models.list()) models.push(item.id);

const chat = await client.chat.completions.create({ model, messages: [{ role: 'user', content: fact }], seed: 1, temperature: 0 });

const stream = await client.chat.completions.create({
  model, messages: [{ role: 'user', content: fact }], stream: true, stream_options: { include_usage: true },
});
let streamed = '';
let usage = null;
for await (const chunk of stream) {
  streamed += chunk.choices[0]?.delta?.content ?? '';
  usage = chunk.usage ?? usage;
}

const messages = [{ role: 'user', content: 'What is the weather in Graz?' }];
const asked = await client.chat.completions.create({ model, messages, tools: [weather], tool_choice: 'auto' });
const call = asked.choices[0].message.tool_calls[0];
messages.push(asked.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'In Graz the weather is sunny.' });
const told = await client.chat.completions.create({ model, messages, tools: [weather] });

const structured = await client.chat.completions.create({
  model,
  messages: [{ role: 'user', content: 'Ada is 36 years old.' }],
  response_format: {
    type: 'json_schema',
    json_schema: { name: 'person', schema: { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'], additionalProperties: false } },
  },
});

const embeddings = await client.embeddings.create({ model: 'simulated/hashed-ngrams', input: ['tea', 'coffee'] });
const floats = await client.embeddings.create({ model: 'simulated/hashed-ngrams', input: 'tea', encoding_format: 'float' });

let refused = '';
try {
  await client.chat.completions.create({ model, messages, n: 2 });
} catch (error) {
  refused = `${error.status} ${error.param}`;
}

console.log(JSON.stringify({
  models: models.includes(model),
  chat: chat.choices[0].message.content,
  finish: chat.choices[0].finish_reason,
  sameStreamed: streamed === chat.choices[0].message.content,
  usage: usage.prompt_tokens > 0 && usage.total_tokens === usage.prompt_tokens + usage.completion_tokens,
  tool: `${call.function.name} ${call.function.arguments}`,
  toolFinish: asked.choices[0].finish_reason,
  told: told.choices[0].message.content,
  structured: JSON.parse(structured.choices[0].message.content),
  dimensions: embeddings.data.map(item => item.embedding.length),
  sameVector: floats.data[0].embedding.every((value, index) => Math.abs(value - embeddings.data[0].embedding[index]) < 1e-6),
  refused,
}));
