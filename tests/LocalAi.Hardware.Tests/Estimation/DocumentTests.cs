using LocalAi.HardwareBench;

namespace LocalAi.Hardware.Tests.Estimation;

public sealed class DocumentTests
{
    [Fact]
    public void Chart_IsTheOneInTheDocs_WhenNothingChanged()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LocalAi.sln")))
        {
            root = root.Parent!;
        }

        // dotnet run --project bench/LocalAi.HardwareBench -- chart > docs/images/hardware-memory.svg
        Assert.Equal(File.ReadAllText(Path.Combine(root.FullName, "docs", "images", "hardware-memory.svg")), MemoryChart.Svg());
    }
}
