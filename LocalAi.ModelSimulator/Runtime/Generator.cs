using System.Text.Json;
using LocalAi.ModelSimulator.Answers;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Runtime;

/// <summary>
/// Runs a request through load, queue, prefill and decode. The answer is known when prefill ends; decode is the schedule on which its
/// tokens appear: token n is due n token times after prefill's end, so one late token delays no other.
/// </summary>
internal sealed class Generator(ModelScheduler scheduler, ModelTiming timing, Pacer pacer, IOptions<SimulatorOptions> options)
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
        var prefillStart = Pacer.Now;
        var prompt = PromptWindow.Fit(request.Turns, request.Tools, lease.Loaded.ContextLength);
        var answer = ExtractiveModel.Answer(prompt.Turns, request.Tools, request.ToolDemand, request.Format);
        var exactTokens = request.Format.ValueKind == JsonValueKind.Undefined ? options.Value.AnswerTokens : 0;
        var text = AnswerText.Limit(answer.Text, request.Options, answer.ToolCalls.Count > 0 ? 0 : exactTokens);
        var tokens = answer.ToolCalls.Count > 0 ? answer.ToolCalls.Sum(call => Tokens.Count(call.Name) + Tokens.Count(call.Arguments)) : text.Tokens;
        var prefillEnd = Math.Max(Pacer.Now, prefillStart + Pacer.Ticks(timing.PrefillSeconds(request.Model, prompt.Tokens)));
        await pacer.WaitUntilAsync(wait, prefillEnd, cancellationToken);

        writer?.Begin();
        if (writer is null || answer.ToolCalls.Count > 0)
        {
            var decodeEnd = prefillEnd + Pacer.Ticks(tokens * timing.TokenSeconds(request.Model));
            await pacer.WaitUntilAsync(wait, decodeEnd, cancellationToken);
            writer?.WriteToolCalls(answer.ToolCalls);
        }
        else
        {
            await DecodeAsync(request, text.Text, writer, wait, prefillEnd, cancellationToken);
        }

        var end = Math.Max(Pacer.Now, prefillEnd + 1);
        var generation = new Generation(
            text.Text,
            answer.ToolCalls,
            text.DoneReason,
            prompt.Tokens,
            tokens,
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

    private async Task DecodeAsync(
        GenerationRequest request, string text, AnswerWriter writer, PacedWait wait, long start, CancellationToken cancellationToken)
    {
        var due = (double)start;
        for (var at = 0; at < text.Length;)
        {
            var ticks = Pacer.Ticks(timing.TokenSeconds(request.Model));
            due += ticks;
            if (ticks > 0 && !Pacer.IsDue((long)due))
            {
                await writer.FlushAsync(cancellationToken);
                await pacer.WaitUntilAsync(wait, (long)due, cancellationToken);
            }

            var length = Tokens.NextLength(text.AsSpan(at));
            writer.WriteToken(text.AsSpan(at, length));
            at += length;
            if (at == length || writer.UnflushedBytes >= UnpacedFlushBytes)
            {
                await writer.FlushAsync(cancellationToken);
            }
        }
    }
}
