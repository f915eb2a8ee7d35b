using OpenTelemetry;

namespace LocalAi.Web.Agent;

/// <summary>
/// Watches the agent's <c>/health</c> while a page is open, so that every page says when it is away and goes on when it is back.
/// With no page open it asks nothing.
/// </summary>
internal sealed class AgentAvailability(IHttpClientFactory clients, TimeProvider time) : BackgroundService
{
    /// <summary>Name of the HTTP client that asks; its base address is the agent.</summary>
    public const string ClientName = "agent-health";

    private static readonly TimeSpan WhileReady = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly HashSet<Action> _watchers = [];
    private TaskCompletionSource _wake = NewSignal();

    /// <summary>The state as of the last question.</summary>
    public AgentState State { get; private set; }

    /// <summary>Calls <paramref name="changed"/> (on any thread) whenever <see cref="State"/> changes, until disposed.</summary>
    public IDisposable Watch(Action changed)
    {
        lock (_gate)
        {
            _watchers.Add(changed);
        }

        Ask();
        return new Watcher(() =>
        {
            lock (_gate)
            {
                _watchers.Remove(changed);
            }
        });
    }

    /// <summary>Asks now: a request has just failed.</summary>
    public void Ask()
    {
        lock (_gate)
        {
            _wake.TrySetResult();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Task wake;
            bool watched;
            lock (_gate)
            {
                wake = _wake.Task;
                watched = _watchers.Count > 0;
            }

            if (watched)
            {
                Set(await ProbeAsync(stoppingToken));
                await Task.WhenAny(wake, Task.Delay(State == AgentState.Ready ? WhileReady : WhileAway, time, stoppingToken));
            }
            else
            {
                await wake.WaitAsync(stoppingToken);
            }

            lock (_gate)
            {
                if (_wake.Task.IsCompleted)
                {
                    _wake = NewSignal();
                }
            }
        }
    }

    private async Task<AgentState> ProbeAsync(CancellationToken cancellationToken)
    {
        // A trace every few seconds would bury those of the user.
        using var quiet = SuppressInstrumentationScope.Begin();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            using var http = clients.CreateClient(ClientName);
            using var response = await http.GetAsync("/health", deadline.Token);
            return response.IsSuccessStatusCode ? AgentState.Ready : AgentState.NotReady;
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return AgentState.Unreachable;
        }
    }

    private void Set(AgentState state)
    {
        if (State == state)
        {
            return;
        }

        State = state;
        Action[] watchers;
        lock (_gate)
        {
            watchers = [.. _watchers];
        }

        foreach (var watcher in watchers)
        {
            watcher();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Watcher(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
