using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace LocalAi.AgentApi.Tests.Servers;

/// <summary>Collects what an agent warns of.</summary>
internal sealed class WarningLog : ILoggerProvider
{
    private readonly Channel<(string Category, string Text)> _warnings = Channel.CreateUnbounded<(string, string)>();

    /// <summary>The first warning of a class that has not been asked for yet.</summary>
    public async Task<string> FirstAsync(string type)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var (category, text) = await _warnings.Reader.ReadAsync(limit.Token);
            if (category.EndsWith(type, StringComparison.Ordinal))
            {
                return text;
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, _warnings.Writer);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Writer(string category, ChannelWriter<(string, string)> warnings) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                warnings.TryWrite((category, formatter(state, exception)));
            }
        }
    }
}
