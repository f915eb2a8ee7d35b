// A sender as a Node program has it: OpenTelemetry's own SDK, configured by environment variables only.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { trace } from '@opentelemetry/api';

const sdk = new NodeSDK();
sdk.start();
trace.getTracer('node-test').startActiveSpan('node parent', parent => {
  trace.getTracer('node-test').startActiveSpan('node child', child => {
    child.setAttributes({ text: '<script>alert(1)</script>', list: ['a', 'b'] });
    child.end();
  });
  parent.end();
});
await sdk.shutdown();
