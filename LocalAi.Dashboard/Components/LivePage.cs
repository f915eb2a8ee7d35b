using Microsoft.AspNetCore.Components;

namespace LocalAi.Dashboard.Components;

/// <summary>A page that shows what changes: it looks for a new version a few times a second and loads only then.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private long _seen = long.MinValue;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Left => _left.Token;

    /// <summary>How long after a change the page may still show the old.</summary>
    protected virtual TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    /// <summary>Changes when there is something new to show.</summary>
    protected abstract long Version { get; }

    /// <summary>Reads what is to be shown.</summary>
    protected abstract void Load();

    /// <summary>Loads at once, for a change that the person made.</summary>
    protected void Reload()
    {
        _seen = Version;
        Load();
    }

    protected override void OnInitialized() => _ = WatchAsync();

    protected override void OnParametersSet() => Reload();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _left.Cancel();
        _left.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_left.Token))
            {
                if (Version != _seen)
                {
                    await InvokeAsync(() =>
                    {
                        Reload();
                        StateHasChanged();
                    });
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }
}
