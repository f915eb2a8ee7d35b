using System.Text.RegularExpressions;
using LocalAi.AppHost.Configuration;
using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Docs;

/// <summary>What the documents promise exists.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal)
                && !file.StartsWith(".cache/", StringComparison.Ordinal)
                && !file.Contains("node_modules/", StringComparison.Ordinal))
            .Order()];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_LeadToFiles_InEveryDocument(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var broken = Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#') && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target.Split('#')[0])));

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Tables_HaveAsManyCellsInEveryRow_InEveryDocument(string document)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, document));
        var uneven = new List<string>();
        var inCode = false;
        for (var i = 1; i < lines.Length; i++)
        {
            inCode ^= lines[i].StartsWith("```", StringComparison.Ordinal);
            if (!inCode && lines[i].StartsWith('|') && lines[i - 1].StartsWith('|') && Cells(lines[i]) != Cells(lines[i - 1]))
            {
                uneven.Add(lines[i]);
            }
        }

        Assert.Empty(uneven);
    }

    [Fact]
    public void Readme_IsShortAndItsCommandsExist()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        var projects = Project().Matches(string.Join('\n', lines)).Select(match => match.Groups[1].Value).ToList();

        Assert.True(lines.Length <= 150, $"README.md has {lines.Length} lines.");
        Assert.Contains("LocalAi.AppHost", projects);
        Assert.All(projects, project => Assert.True(Directory.Exists(Path.Combine(Repository.Root, project)), project));
        Assert.Contains("./test.sh", lines);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "test.sh")));
    }

    [Fact]
    public void Readme_NamesEveryServiceWithItsPort()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "README.md")).Where(line => line.StartsWith('|')).ToList();

        Assert.All(
            ServiceCatalog.All.Where(service => service.DefaultPort is not null),
            service => Assert.Contains(rows, row => row.Contains($"`{service.Name}`", StringComparison.Ordinal) && row.Contains($"{service.DefaultPort}", StringComparison.Ordinal)));
    }

    private static int Cells(string row) => UnescapedBar().Count(row);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"--project (\S+)")]
    private static partial Regex Project();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex UnescapedBar();
}
