namespace LocalAi.Hosting.Secrets;

/// <summary>A kind of characters in a password, and how many of them at least.</summary>
internal sealed record CharacterClass(bool Allowed, int Minimum, string Name, string Characters);
