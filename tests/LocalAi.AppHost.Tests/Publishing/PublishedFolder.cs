using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Publishing;

/// <summary>A folder that the real app host publishes a deployment into.</summary>
internal sealed class PublishedFolder : IDisposable
{
    public static readonly string[] Public = ["--LocalAi:Environment=public", "--LocalAi:Domain=ai.mycompany.com", "--LocalAi:Email=ops@mycompany.com"];

    private readonly string _parent = Directory.CreateTempSubdirectory("localai-publish-").FullName;

    /// <summary>Absolute path; the folder is made by publishing.</summary>
    public string Path => System.IO.Path.Combine(_parent, "stack");

    /// <summary>Every file's name, relative to the folder.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    public string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.Combine(Path, file))!);
        File.WriteAllText(System.IO.Path.Combine(Path, file), text);
    }

    /// <summary>Publishes, which must succeed.</summary>
    /// <returns>What the app host printed.</returns>
    public async Task<string> PublishAsync(params string[] settings)
    {
        var (exitCode, output) = await TryPublishAsync(["--output-path", Path, .. settings]);
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>Asks the app host to publish, with these arguments and no others.</summary>
    public static Task<(int ExitCode, string Output)> TryPublishAsync(params string[] arguments) =>
        Programs.RunAsync("dotnet", [Repository.Assembly("LocalAi.AppHost"), "--operation", "publish", "--step", "publish", .. arguments]);

    /// <summary>Runs a program in the folder and returns its exit code and all that it printed.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        Programs.RunAsync(program, arguments, Path, environment);

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
