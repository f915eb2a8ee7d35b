using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Access;

/// <summary>
/// Counts one request to a model while it runs: prompt and tokens as estimates, which the server's own counts replace at the end. One that is
/// broken off keeps the estimates, so that breaking off is no way around a quota.
/// </summary>
internal sealed class UsageMeter(Caller caller, string model, long promptCharacters, UsageLedger ledger) : IDisposable
{
    /// <summary>What a token has on average in European languages.</summary>
    private const int CharactersPerToken = 4;

    private readonly long _prompt = promptCharacters / CharactersPerToken;
    private long _counted;
    private long _output;
    private UsageDetails? _reported;
    private bool _isCancelled;

    public void Begin() => Count(_prompt);

    public void Count(IList<AIContent> contents)
    {
        foreach (var content in contents)
        {
            switch (content)
            {
                // Servers stream a token at a time.
                case TextContent or TextReasoningContent or FunctionCallContent:
                    _output++;
                    Count(1);
                    break;
                case UsageContent usage:
                    Report(usage.Details);
                    break;
            }
        }
    }

    public void Report(UsageDetails? usage) => _reported = usage ?? _reported;

    /// <summary>The server did nothing: nothing was used.</summary>
    public void Cancel() => _isCancelled = true;

    public void Dispose()
    {
        if (_isCancelled && _output == 0)
        {
            caller.Key?.Settle(_counted, 0);
            return;
        }

        var (input, output) = (_reported?.InputTokenCount ?? _prompt, _reported?.OutputTokenCount ?? _output);
        caller.Key?.Settle(_counted, input + output);
        ledger.Record(caller, model, input, output);
    }

    private void Count(long tokens)
    {
        _counted += tokens;
        caller.Key?.Run(tokens);
    }
}
