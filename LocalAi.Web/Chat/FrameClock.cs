namespace LocalAi.Web.Chat;

/// <summary>
/// How often a streaming answer is drawn: at once after a pause, then at most 20 times a second however fast tokens come, and more seldom
/// where drawing is slow, so that neither the circuit nor the machine falls behind.
/// </summary>
internal sealed class FrameClock(TimeProvider time)
{
    /// <summary>The shortest time between two frames.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Drawing takes at most one part in this many of the time.</summary>
    private const int Leisure = 5;

    private TimeSpan _interval = Interval;
    private long _last;
    private bool _drawn;

    /// <summary>What the last frame took to prepare.</summary>
    public void Cost(TimeSpan drawing) => _interval = drawing * Leisure > Interval ? drawing * Leisure : Interval;

    /// <summary>Waits until the next frame may be drawn.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        if (_drawn && _interval - time.GetElapsedTime(_last) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken);
        }

        _last = time.GetTimestamp();
        _drawn = true;
    }
}
