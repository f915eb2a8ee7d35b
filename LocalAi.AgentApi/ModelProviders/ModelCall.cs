using LocalAi.AgentApi.Privacy;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>
/// One request to a model server: limits each wait instead of the whole answer, and tells a server that is down or silent from a caller
/// that went away.
/// </summary>
internal sealed class ModelCall(Uri endpoint, CancellationToken caller) : IDisposable
{
    private readonly CancellationTokenSource _timeout = CancellationTokenSource.CreateLinkedTokenSource(caller);

    public CancellationToken Token => _timeout.Token;

    /// <summary>Waits for one step of the request.</summary>
    /// <param name="step">The step.</param>
    /// <param name="limit">How long it may take.</param>
    /// <exception cref="ModelServerException">503 when nothing listens, 504 when it took too long, 502 when the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> step, ModelTimeout limit)
    {
        _timeout.CancelAfter(TimeSpan.FromSeconds(limit.Seconds));
        try
        {
            return await step(_timeout.Token);
        }
        catch (HttpRequestException exception) when (exception.InnerException is NotLocalException refusal)
        {
            throw ModelServerException.NotLocal(endpoint, refusal);
        }
        catch (HttpRequestException exception) when (!caller.IsCancellationRequested)
        {
            throw exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                ? ModelServerException.Unavailable(endpoint, exception)
                : ModelServerException.Broken(endpoint, exception);
        }
        catch (IOException exception) when (!caller.IsCancellationRequested)
        {
            throw ModelServerException.Broken(endpoint, exception);
        }
        catch (Exception exception) when (caller.IsCancellationRequested && exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("The caller gave up.", exception, caller);
        }
        catch (OperationCanceledException exception) when (!caller.IsCancellationRequested)
        {
            throw ModelServerException.TooSlow(endpoint, limit, exception);
        }
        finally
        {
            _timeout.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timeout.Dispose();
}
