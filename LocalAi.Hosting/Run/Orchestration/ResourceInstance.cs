using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Run.Endpoints;
using LocalAi.Hosting.Run.Logs;
using LocalAi.Hosting.Run.Restarts;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>
/// The life of one instance of a resource: waits for its dependencies, starts it, starts it again when it crashes, stops it when
/// asked to. Commands may come from anywhere at any time; they take effect one after the other.
/// </summary>
internal sealed partial class ResourceInstance(
    IResource resource,
    string name,
    int index,
    bool isOneShot,
    IResourceStarter starter,
    InstanceServices services,
    InstanceLog log,
    ILogger logger) : IDisposable
{
    private static readonly TimeSpan Forever = Timeout.InfiniteTimeSpan;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly InstanceState _state = new(resource, name, services.Notifications);
    private CancellationTokenSource _stop = new();
    private TimeSpan _grace;
    private Task _life = Task.CompletedTask;

    public IResource Resource => resource;

    /// <summary>The resource's name, with a number where there are several instances.</summary>
    public string Name => name;

    /// <summary>When to start it again after a crash; told about its health from outside.</summary>
    public RestartBackoff Backoff { get; private set; } = new(services.Time);

    /// <summary>Begins its life unless it has one, without waiting for anything.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_life.IsCompleted)
            {
                _stop.Dispose();
                _stop = new CancellationTokenSource();
                Backoff = new RestartBackoff(services.Time);
                _life = Task.Run(() => LiveAsync(_stop.Token), CancellationToken.None);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends its life and returns when nothing of it runs any more; by force after the grace time.</summary>
    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _grace = grace;
            await _stop.CancelAsync();
            await _life;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        _stop.Dispose();
        log.Dispose();
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WaitForDependenciesAsync(cancellationToken);
            for (var restarts = 0; ; restarts++)
            {
                var problem = await RunAsync(restarts, cancellationToken);
                if (problem is null)
                {
                    return;
                }

                var delay = Backoff.Crashed();
                log.Say($"{problem} It is started again in {delay.TotalSeconds} s.", isError: true);
                LogCrashed(name, problem, delay.TotalSeconds);
                await Task.Delay(delay, services.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _state.StoppedAsync();
        }
        catch (ResourceStartException exception)
        {
            await FailAsync(exception.Message);
        }
        catch (Exception exception)
        {
            // Whatever an app host's callbacks throw concerns this resource only; the others go on.
            LogFailed(exception, name);
            await FailAsync(exception.Message);
        }
        finally
        {
            services.Restarting.Remove(this);
        }
    }

    private async Task WaitForDependenciesAsync(CancellationToken cancellationToken)
    {
        if (!resource.HasAnnotationOfType<WaitAnnotation>())
        {
            return;
        }

        while (true)
        {
            try
            {
                await _state.WaitingAsync();
                await services.Waits.WaitAsync(resource, cancellationToken);
                return;
            }
            catch (DependencyFailedException exception)
            {
                await FailAsync(exception.Message);
                await services.Waits.WaitForRecoveryAsync(resource, cancellationToken);
            }
        }
    }

    /// <summary>Starts it and waits for its end. Returns what is wrong when it is to be started again, null when it is not.</summary>
    private async Task<string?> RunAsync(int restarts, CancellationToken cancellationToken)
    {
        await _state.StartingAsync();
        services.Restarting.Remove(this);
        IRunningResource running;
        try
        {
            running = await StartOnceAsync(restarts, cancellationToken);
        }
        catch (ResourceStartException exception) when (restarts > 0)
        {
            services.Restarting.Add(this);
            await _state.EndedAsync(exitCode: null, asItShould: false, exception.Message);
            return exception.Message;
        }

        await Task.WhenAny(running.Exited, Task.Delay(Forever, cancellationToken));
        var stopped = cancellationToken.IsCancellationRequested;
        if (stopped)
        {
            await _state.StoppingAsync();
            await running.StopAsync(_grace, CancellationToken.None);
        }

        var exitCode = await running.Exited;
        var restart = !stopped && IsToRestart(exitCode);
        if (restart)
        {
            services.Restarting.Add(this);
        }

        await _state.EndedAsync(exitCode, asItShould: stopped || exitCode == 0, restart ? $"It ended with exit code {exitCode}." : null);
        await services.PublishStoppedAsync(resource, name);
        if (!restart && !stopped && exitCode != 0)
        {
            log.Say($"It ended with exit code {exitCode}.", isError: true);
        }

        return restart ? $"It ended with exit code {exitCode}." : null;
    }

    private async Task<IRunningResource> StartOnceAsync(int restarts, CancellationToken cancellationToken)
    {
        await services.PublishStartingAsync(resource, cancellationToken);
        services.Endpoints.Claim(resource, index);
        var (environment, arguments) = await services.Settings.EvaluateAsync(resource, name, index, logger, cancellationToken);
        var start = new InstanceStart(
            resource,
            name,
            environment.ToDictionary(variable => variable.Name, variable => variable.Value),
            [.. arguments.Select(argument => argument.Value)],
            log);
        var running = await starter.StartAsync(start, cancellationToken);
        await _state.RunningAsync(running, environment, arguments, restarts, services.Time.GetUtcNow());
        return running;
    }

    // What others wait to complete is meant to end; so is a program without endpoints that ended well. A server never is, not
    // even with 0: that is how ASP.NET Core ends when somebody sends it SIGTERM.
    private bool IsToRestart(int exitCode) => !isOneShot && (exitCode != 0 || services.Endpoints.For(resource).Count > 0);

    private async Task FailAsync(string reason)
    {
        log.Say(reason, isError: true);
        LogNotStarted(name, reason);
        await _state.FailedAsync(reason);
    }

    [LoggerMessage(LogLevel.Warning, "{Resource}: {Problem} It is started again in {DelaySeconds} s")]
    private partial void LogCrashed(string resource, string problem, double delaySeconds);

    [LoggerMessage(LogLevel.Error, "{Resource} was not started. {Reason}")]
    private partial void LogNotStarted(string resource, string reason);

    [LoggerMessage(LogLevel.Debug, "{Resource} was not started")]
    private partial void LogFailed(Exception exception, string resource);
}
