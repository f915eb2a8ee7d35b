using LocalAi.Dashboard.Models;
using LocalAi.Dashboard.Telemetry.Traces;
using LocalAi.ServiceDefaults;
using Names = LocalAi.ServiceDefaults.TelemetryNames.Attributes;

namespace LocalAi.Dashboard.Components.Pages.Traces;

/// <summary>A model or tool call as the GenAI view shows it.</summary>
public sealed record GenAiCall(TraceSpan Span, string Operation, ModelRequest? Request, IReadOnlyList<GenAiMessage> Messages)
{
    /// <summary>The span's call; null where the span has no GenAI attributes.</summary>
    public static GenAiCall? Read(TraceSpan span)
    {
        var operation = span.Attribute(Names.OperationName);
        if (operation is null)
        {
            return null;
        }

        var messages = GenAiMessage.Read(span.Attribute("gen_ai.system_instructions"), "system")
            .Concat(GenAiMessage.Read(span.Attribute(Names.InputMessages), "user"))
            .Concat(GenAiMessage.Read(span.Attribute(Names.OutputMessages), "assistant"))
            .Concat(Tool("arguments", span.Attribute("gen_ai.tool.call.arguments")))
            .Concat(Tool("result", span.Attribute("gen_ai.tool.call.result")));
        return new GenAiCall(span, operation, ModelSpanReader.Read(span, operation, long.MaxValue / 2), [.. messages]);
    }

    /// <summary>The tools that were called in the same turn: of the same service, below the same parent or below the call.</summary>
    public static IReadOnlyList<TraceSpan> ToolsOf(TraceSpan call, IReadOnlyList<TraceSpan> trace) =>
        [.. trace
            .Where(span => span.Attribute(Names.OperationName) == "execute_tool" && span != call)
            .Where(span => span.Resource == call.Resource && (span.ParentId == call.ParentId || span.ParentId == call.Id))
            .OrderBy(span => span.Start)];

    private static IEnumerable<GenAiMessage> Tool(string role, string? text) =>
        string.IsNullOrEmpty(text) ? [] : [new GenAiMessage(role, [("text", null, text)])];
}
