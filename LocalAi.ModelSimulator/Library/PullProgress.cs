namespace LocalAi.ModelSimulator.Library;

/// <summary>One line of <c>/api/pull</c>; <see cref="Total"/> and <see cref="Completed"/> in bytes.</summary>
internal sealed record PullProgress(string Status, string? Digest = null, long Total = 0, long Completed = 0);
