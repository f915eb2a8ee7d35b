namespace LocalAi.Dashboard.Models;

/// <summary>Saves the models' minutes every two seconds, so that a dashboard that is killed loses no more than that.</summary>
internal sealed class ModelArchiveWorker(ModelArchive archive, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        archive.Open();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            archive.Save();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        archive.Dispose();
    }
}
