namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states that hosts and dashboards know.</summary>
public static class KnownResourceStates
{
    /// <summary>Being started.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>Running.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>Could not be started.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>Runs, but the container engine has a problem with it.</summary>
    public static readonly string RuntimeUnhealthy = nameof(RuntimeUnhealthy);

    /// <summary>Being stopped.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Ended, and was to run on.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>Ended.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>Waits for others.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>Starts only when asked to.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>Has no life of its own.</summary>
    public static readonly string Active = nameof(Active);

    /// <summary>Needs a value that nobody has given.</summary>
    public static readonly string ValueMissing = nameof(ValueMissing);

    /// <summary>Not known.</summary>
    public static readonly string Unknown = nameof(Unknown);

    /// <summary>The states that are not left without a new start.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}
