namespace LocalAi.Hosting.Tests.Conformance;

/// <summary>What real Aspire made of a case.</summary>
internal static class Recording
{
    public static string Read(string @case, string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Conformance", "Recordings", @case, file));
}
