namespace LocalAi.Web.Chat;

/// <summary>Where a turn is.</summary>
public enum ChatTurnState
{
    /// <summary>The question is on its way; the agent has not stored it yet.</summary>
    Sending,

    /// <summary>The question is stored; no token of the answer has come yet.</summary>
    Waiting,

    /// <summary>The answer is coming.</summary>
    Answering,

    /// <summary>It is over; <see cref="ChatTurnSnapshot.Answer"/> is what it came to, null when nothing was stored.</summary>
    Ended,
}
