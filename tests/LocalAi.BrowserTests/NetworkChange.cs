using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>
/// Chromium gives up what it is loading when the machine's addresses change, as they do with each container that other tests start or end. A page
/// that lost something so is loaded again, as a person would.
/// </summary>
internal sealed class NetworkChange(IPage page, Action forget)
{
    private const string Failure = "net::ERR_NETWORK_CHANGED";

    private int _seen;
    private int _reloading;

    /// <param name="page">The page to watch.</param>
    /// <param name="forget">Called before the page is loaded again: what went wrong in it so far is void.</param>
    public static void Watch(IPage page, Action forget)
    {
        var change = new NetworkChange(page, forget);
        page.RequestFailed += (_, request) =>
        {
            if (request.Failure == Failure)
            {
                _ = change.ReloadAsync();
            }
        };
    }

    private async Task ReloadAsync()
    {
        Volatile.Write(ref _seen, 1);
        if (Interlocked.Exchange(ref _reloading, 1) == 1)
        {
            return;
        }

        while (Interlocked.Exchange(ref _seen, 0) == 1)
        {
            try
            {
                await page.WaitForLoadStateAsync();
                forget();
                await page.ReloadAsync();
            }
            catch (PlaywrightException exception) when (exception.Message.Contains(Failure, StringComparison.Ordinal))
            {
                Volatile.Write(ref _seen, 1);
            }
            catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
            {
                // The window is closed, or the test has gone on to another page; what the test waits for says the rest.
                break;
            }
        }

        Volatile.Write(ref _reloading, 0);
    }
}
