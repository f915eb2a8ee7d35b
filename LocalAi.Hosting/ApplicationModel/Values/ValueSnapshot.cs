namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is set once or again, and waited for until then.</summary>
public sealed class ValueSnapshot<T>
    where T : notnull
{
    private TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether a value, or the reason why there is none, is known.</summary>
    public bool IsValueSet => _source.Task.IsCompleted;

    /// <summary>The value; waits until it is known.</summary>
    public Task<T> GetValueAsync(CancellationToken cancellationToken = default) => _source.Task.WaitAsync(cancellationToken);

    /// <summary>Sets the value and lets those who wait go on.</summary>
    public void SetValue(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_source.TrySetResult(value))
        {
            var replacement = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            replacement.SetResult(value);
            _source = replacement;
        }
    }

    /// <summary>Says why there is no value to those who wait.</summary>
    public void SetException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (!_source.TrySetException(exception))
        {
            var replacement = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            replacement.SetException(exception);
            _source = replacement;
        }
    }
}
