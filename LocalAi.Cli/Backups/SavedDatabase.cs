namespace LocalAi.Cli.Backups;

/// <summary>A database in a backup.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Owner">The role that owns it.</param>
internal sealed record SavedDatabase(string Name, string Owner);
