using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.AgentApi.ClientAnswers;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders.Ollama;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OllamaProtocol;

/// <summary>Writes updates as Ollama does: a JSON object on each line. After a failure the last line is <c>{"error":…}</c>.</summary>
internal sealed class OllamaStream(HttpContext context, OllamaAnswer answer) : AnswerStream(context, "application/x-ndjson")
{
    protected override void WriteText(string text)
    {
        if (text.Length > 0)
        {
            WriteLine(answer.Piece(text), OllamaClientJson.Answers.Answer);
        }
    }

    protected override void WriteReasoning(string text) => WriteLine(answer.Piece("", text), OllamaClientJson.Answers.Answer);

    protected override void WriteCall(FunctionCallContent call, int index) =>
        WriteLine(answer.Piece("", thinking: null, [OllamaAnswer.ToolCall(call, index)]), OllamaClientJson.Answers.Answer);

    protected override void WriteEnd(AnswerEnd end, int calls) => WriteLine(answer.Last(end), OllamaClientJson.Answers.Answer);

    protected override void WriteFailure(Failure failure) => WriteLine(new OllamaWire.ErrorBody(failure.Detail), OllamaClientJson.Answers.ErrorBody);

    private void WriteLine<T>(T line, JsonTypeInfo<T> type)
    {
        Body.Write(JsonSerializer.SerializeToUtf8Bytes(line, type));
        Body.Write("\n"u8);
    }
}
