namespace LocalAi.ServiceDefaults;

/// <summary>
/// Every telemetry name that LocalAi emits or reads, in one place: OpenTelemetry's GenAI conventions (v1.41, still in
/// development, so names may move) and LocalAi's own under <c>localai.</c>.
/// </summary>
public static class TelemetryNames
{
    /// <summary>Activity source and meter of the agent service.</summary>
    public const string AgentSource = "LocalAi.AgentApi";

    /// <summary>Activity source of the web UI; the application's own name, which the service defaults listen to.</summary>
    public const string WebSource = "LocalAi.Web";

    /// <summary>Source and meter of Microsoft.Extensions.AI's <c>UseOpenTelemetry()</c>.</summary>
    public const string ExtensionsAiSource = "Experimental.Microsoft.Extensions.AI";

    /// <summary>Source and meter of Semantic Kernel; <c>execute_tool</c> spans come from it.</summary>
    public const string SemanticKernelSource = "Microsoft.SemanticKernel";

    /// <summary>Source and meter of Npgsql.</summary>
    public const string NpgsqlSource = "Npgsql";

    /// <summary>Names of the spans that LocalAi starts itself.</summary>
    public static class Spans
    {
        /// <summary>In the web UI: a question and its answer, the root of the turn's trace.</summary>
        public const string ChatTurn = "chat turn";
    }

    /// <summary>Instrument names; units in the comments.</summary>
    public static class Instruments
    {
        /// <summary>Histogram, {token}, by <see cref="Attributes.TokenType"/>; from Microsoft.Extensions.AI.</summary>
        public const string TokenUsage = "gen_ai.client.token.usage";

        /// <summary>Histogram, s; from Microsoft.Extensions.AI.</summary>
        public const string OperationDuration = "gen_ai.client.operation.duration";

        /// <summary>Histogram, s: request to first token, as the agent's caller sees it.</summary>
        public const string TimeToFirstToken = "gen_ai.server.time_to_first_token";

        /// <summary>Histogram, s: decode time divided by output tokens after the first.</summary>
        public const string TimePerOutputToken = "gen_ai.server.time_per_output_token";

        /// <summary>Histogram, s: the whole model request.</summary>
        public const string RequestDuration = "gen_ai.server.request.duration";

        /// <summary>Histogram, s, by <see cref="Attributes.Phase"/> (queue, load, prefill, decode).</summary>
        public const string PhaseDuration = "localai.model.phase.duration";

        /// <summary>Histogram, {token}/s, by <see cref="Attributes.Phase"/> (prefill, decode).</summary>
        public const string TokensPerSecond = "localai.model.tokens_per_second";

        /// <summary>Gauge, By, per loaded model: what Ollama's <c>/api/ps</c> calls <c>size_vram</c>.</summary>
        public const string ModelVramBytes = "localai.model.vram.bytes";

        /// <summary>Gauge, By, per loaded model: what Ollama's <c>/api/ps</c> calls <c>size</c>.</summary>
        public const string ModelSizeBytes = "localai.model.size.bytes";

        /// <summary>Gauge, {token}, per loaded model: its context length.</summary>
        public const string ModelContextLength = "localai.model.context.length";

        /// <summary>Gauge, s, per loaded model: until the server unloads it.</summary>
        public const string ModelExpiresIn = "localai.model.expires_in";

        /// <summary>Gauge, {request}: model requests under way.</summary>
        public const string ActiveRequests = "localai.model.active_requests";

        /// <summary>Gauge, 1 (0 to 1), per GPU.</summary>
        public const string GpuUtilization = "hw.gpu.utilization";

        /// <summary>Gauge, By, per GPU.</summary>
        public const string GpuMemoryUsage = "hw.gpu.memory.usage";

        /// <summary>Gauge, By, per GPU.</summary>
        public const string GpuMemoryLimit = "hw.gpu.memory.limit";
    }

    /// <summary>Attribute names of spans and metric points.</summary>
    public static class Attributes
    {
        public const string OperationName = "gen_ai.operation.name";
        public const string ProviderName = "gen_ai.provider.name";
        public const string RequestModel = "gen_ai.request.model";
        public const string ResponseModel = "gen_ai.response.model";
        public const string ConversationId = "gen_ai.conversation.id";
        public const string InputTokens = "gen_ai.usage.input_tokens";
        public const string OutputTokens = "gen_ai.usage.output_tokens";
        public const string InputMessages = "gen_ai.input.messages";
        public const string OutputMessages = "gen_ai.output.messages";
        public const string TokenType = "gen_ai.token.type";
        public const string ToolName = "gen_ai.tool.name";
        public const string ToolCallId = "gen_ai.tool.call.id";
        public const string ServerAddress = "server.address";
        public const string ServerPort = "server.port";
        public const string ErrorType = "error.type";

        /// <summary>Which GPU, by the driver's index.</summary>
        public const string HardwareId = "hw.id";

        /// <summary>The GPU's product name.</summary>
        public const string HardwareName = "hw.name";

        /// <summary>queue, load, prefill or decode: see <see cref="Phases"/>.</summary>
        public const string Phase = "localai.phase";

        /// <summary>On the model span, s: time before the model server began to work on the request.</summary>
        public const string QueueSeconds = "localai.model.queue_seconds";

        /// <summary>On the model span, s: time to load the model into memory.</summary>
        public const string LoadSeconds = "localai.model.load_seconds";

        /// <summary>On the model span, s: prompt evaluation.</summary>
        public const string PrefillSeconds = "localai.model.prefill_seconds";

        /// <summary>On the model span, s: token generation.</summary>
        public const string DecodeSeconds = "localai.model.decode_seconds";

        /// <summary>On the model span, s: request to first token.</summary>
        public const string TimeToFirstTokenSeconds = "localai.model.time_to_first_token_seconds";

        /// <summary><c>server</c> when the phases come from the model server, <c>client</c> when only our clock measured them.</summary>
        public const string TimingSource = "localai.model.timing_source";
    }

    /// <summary>Values of <see cref="Attributes.Phase"/>. GPU-bound latency is prefill + decode.</summary>
    public static class Phases
    {
        public const string Queue = "queue";
        public const string Load = "load";
        public const string Prefill = "prefill";
        public const string Decode = "decode";
    }
}
