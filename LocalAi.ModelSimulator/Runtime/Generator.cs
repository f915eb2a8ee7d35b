using System.Text.Json;
using LocalAi.ModelSimulator.Answers;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// Runs a request through load, queue, prefill and decode. The answer is known when prefill ends; decode is the schedule on which its
/// tokens appear: token n is due n token times after prefill's end, so one late token delays no other.
/// </summary>
internal sealed class Generator(ModelScheduler scheduler, Pacer pacer, IOptions<SimulatorOptions> options)
{
    // Unpaced, tokens are sent in pieces of this size: a system call for each would be all that a load test measures.
    private const int UnpacedFlushBytes = 4096;

    /// <summary>Generates; with a writer each token is sent when it is due, without one only the time passes.</summary>
    /// <exception cref="QueueFullException">Too many requests wait.</exception>
    public async Task<Generation> RunAsync(GenerationRequest request, AnswerWriter? writer, CancellationToken cancellationToken)
    {
        using var lease = await scheduler.AcquireAsync(request.Model, request.Options.NumCtx, request.KeepAlive, cancellationToken);
        var loaded = Pacer.Now;
        await lease.EnterSlotAsync(cancellationToken);

        var wait = new PacedWait();
        var clock = lease.Loaded.Clock;
        var prompt = PromptWindow.Fit(WithSystem(request), request.Tools, lease.Loaded.ContextLength);
        Answer answer;
        AnswerText text;
        long prefillStart, prefillEnd;
        using (var prefill = await clock.BeginPrefillAsync(prompt.Tokens, cancellationToken))
        {
            answer = ExtractiveModel.Answer(prompt.Turns, request.Tools, request.ToolDemand, request.Format);
            text = Limit(request, answer);
            prefillStart = prefill.Start;
            prefillEnd = Math.Max(Pacer.Now, prefill.End);
            await pacer.WaitUntilAsync(wait, prefillEnd, cancellationToken);
        }

        writer?.Begin();
        using (var schedule = clock.BeginDecode(prompt.Tokens))
        {
            await DecodeAsync(text, answer.ToolCalls.Count > 0 ? null : writer, schedule, wait, prefillEnd, cancellationToken);
        }

        if (answer.ToolCalls.Count > 0)
        {
            writer?.WriteToolCalls(answer.ToolCalls);
        }

        var end = Math.Max(Pacer.Now, prefillEnd + 1);
        var generation = new Generation(
            text.Text,
            answer.ToolCalls,
            text.DoneReason,
            prompt.Tokens,
            text.Tokens,
            Pacer.Span(end - request.Started),
            Pacer.Span(loaded - request.Started),
            Pacer.Span(prefillEnd - prefillStart),
            Pacer.Span(end - prefillEnd));
        if (writer is not null)
        {
            writer.WriteDone(generation);
            await writer.FlushAsync(cancellationToken);
        }

        return generation;
    }

    private static IReadOnlyList<ChatTurn> WithSystem(GenerationRequest request) =>
        request.Model.System.Length > 0 && request.Turns is not [{ Role: "system" }, ..]
            ? [new("system", request.Model.System), .. request.Turns]
            : request.Turns;

    private AnswerText Limit(GenerationRequest request, Answer answer)
    {
        if (answer.ToolCalls.Count > 0)
        {
            return new("", answer.ToolCalls.Sum(call => Tokens.Count(call.Name) + Tokens.Count(call.Arguments)), "stop");
        }

        // A repeated JSON document is no JSON document.
        return AnswerText.Limit(answer.Text, request.Options, request.Format.ValueKind == JsonValueKind.Undefined ? options.Value.AnswerTokens : 0);
    }

    /// <summary>Lets each token's time come, and writes it where there is a writer.</summary>
    private async Task DecodeAsync(
        AnswerText answer, AnswerWriter? writer, DecodeSchedule schedule, PacedWait wait, long start, CancellationToken cancellationToken)
    {
        var (due, at) = ((double)start, 0);
        for (var token = 0; token < answer.Tokens; token++)
        {
            var next = schedule.Next(due);
            if (next > due && !Pacer.IsDue((long)next))
            {
                if (writer is { UnflushedBytes: > 0 })
                {
                    await writer.FlushAsync(cancellationToken);
                }

                await pacer.WaitUntilAsync(wait, (long)next, cancellationToken);
            }

            due = next;
            if (writer is not null)
            {
                var length = Tokens.NextLength(answer.Text.AsSpan(at));
                writer.WriteToken(answer.Text.AsSpan(at, length));
                at += length;
                if (token == 0 || writer.UnflushedBytes >= UnpacedFlushBytes)
                {
                    await writer.FlushAsync(cancellationToken);
                }
            }
        }
    }
}
