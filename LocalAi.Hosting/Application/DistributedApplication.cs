using LocalAi.Hosting.Publishing;
using LocalAi.Hosting.Run;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>A declared application: starts it, or publishes it when the command line says so.</summary>
public class DistributedApplication(IHost host) : IHost, IAsyncDisposable
{
    private bool _announced;

    /// <inheritdoc/>
    public IServiceProvider Services => host.Services;

    /// <summary>States of the resources.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>A builder without a command line.</summary>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>A builder for a command line.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new DistributedApplicationBuilder(args);
    }

    /// <summary>A builder with options.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Runs until the application is told to stop, or publishes.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    /// <remarks>What the user can remedy is printed in a sentence, and the program ends with exit code 1.</remarks>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await AnnounceAsync(cancellationToken).ConfigureAwait(false);
            if (Services.GetService<Publisher>() is { } publisher)
            {
                await publisher.PublishAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await host.RunAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            // Ctrl+C while starting: the user has what they asked for.
        }
        catch (Exception exception) when (HostFailure.Explain(exception) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation).ConfigureAwait(false);
            Environment.Exit(1);
        }
    }

    /// <inheritdoc/>
    public virtual async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await AnnounceAsync(cancellationToken).ConfigureAwait(false);
        if (Services.GetService<Publisher>() is { } publisher)
        {
            await publisher.PublishAsync(cancellationToken).ConfigureAwait(false);
        }

        await host.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        host.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the application holds.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)host).DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        if (!_announced)
        {
            _announced = true;
            var eventing = Services.GetRequiredService<Eventing.IDistributedApplicationEventing>();
            var model = Services.GetRequiredService<DistributedApplicationModel>();
            await eventing.PublishAsync(new BeforeStartEvent(Services, model), cancellationToken).ConfigureAwait(false);
        }
    }
}
