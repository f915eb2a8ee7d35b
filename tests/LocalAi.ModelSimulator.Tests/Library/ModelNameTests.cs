using LocalAi.ModelSimulator.Library;

namespace LocalAi.ModelSimulator.Tests.Library;

public sealed class ModelNameTests
{
    [Theory]
    [InlineData("simulated/extractive", "simulated/extractive:latest")]
    [InlineData("simulated/qwen3:14b", "simulated/qwen3:14b")]
    [InlineData("registry.ollama.ai/simulated/qwen3:14b", "simulated/qwen3:14b")]
    [InlineData("llama3", "llama3:latest")]
    [InlineData("localhost:5000/team/model", "localhost:5000/team/model:latest")]
    [InlineData("", null)]
    [InlineData("a b", null)]
    [InlineData("../etc/passwd", null)]
    [InlineData("model:", null)]
    public void Normalize_GivesTheFullName_OrNull(string name, string? expected) => Assert.Equal(expected, ModelName.Normalize(name));
}
