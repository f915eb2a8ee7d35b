using LocalAi.AgentApi.ModelProviders;

namespace LocalAi.AgentApi.Tests.ModelProviders;

public sealed class ModelConnectionStringTests
{
    [Fact]
    public void ModelConnectionString_HasAllParts_WhenTheyAreGiven()
    {
        var connection = ModelConnectionString.Parse("ConnectionStrings:chat", "endpoint=https://api.groq.com/openai/v1;KEY=\"a;b=c\";Model=llama-3.3-70b;Provider=Groq");

        Assert.Equal(new(new("https://api.groq.com/openai/v1"), "a;b=c", "llama-3.3-70b", "groq"), connection);
    }

    [Fact]
    public void ModelConnectionString_NeedsOnlyEndpointAndModel()
    {
        Assert.Equal(
            new(new("http://localhost:11435"), null, "simulated/extractive", null),
            ModelConnectionString.Parse("ConnectionStrings:chat", "Endpoint=http://localhost:11435;Model=simulated/extractive"));
    }

    [Theory]
    [InlineData(null, "ConnectionStrings:chat is missing")]
    [InlineData("", "ConnectionStrings:chat is missing")]
    [InlineData("http://localhost:11434", "ConnectionStrings:chat is not a connection string")]
    [InlineData("Model=x", "ConnectionStrings:chat has no valid Endpoint")]
    [InlineData("Endpoint=localhost:11434;Model=x", "ConnectionStrings:chat has no valid Endpoint")]
    [InlineData("Endpoint=file:///etc/passwd;Model=x", "ConnectionStrings:chat has no valid Endpoint")]
    [InlineData("Endpoint=http://localhost:11434", "ConnectionStrings:chat has no Model")]
    [InlineData("Endpoint=http://localhost:11434;Model= ", "ConnectionStrings:chat has no Model")]
    public void ModelConnectionString_NamesKeyAndRemedyWithoutTheValue_WhenMalformed(string? value, string message)
    {
        var error = Assert.Throws<FormatException>(() => ModelConnectionString.Parse("ConnectionStrings:chat", value));

        Assert.Equal($"{message}: expected Endpoint=<http or https address>;Model=<name>, optionally ;Key=<key>;Provider=<ollama, openai, groq, …>.", error.Message);
    }
}
