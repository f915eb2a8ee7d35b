using System.Text.Json;
using LocalAi.TestServers;

namespace LocalAi.IntegrationTests;

/// <summary>What the build says about memory reaches the programs: one small machine runs them all.</summary>
public sealed class MemorySettingsTests
{
    [Theory]
    [InlineData("LocalAi.AgentApi")]
    [InlineData("LocalAi.Web")]
    [InlineData("LocalAi.Dashboard")]
    [InlineData("LocalAi.ModelSimulator")]
    public void Program_HasTheWorkstationCollector_WhateverItsSdkPrefers(string project)
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Repository.Assembly(project), ".runtimeconfig.json")));
        var properties = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.False(properties.GetProperty("System.GC.Server").GetBoolean());
        Assert.False(properties.GetProperty("System.GC.Concurrent").GetBoolean());
    }
}
