using System.Text.Json.Nodes;
using LocalAi.Web.Agent;
using LocalAi.Web.ModelLibrary;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.Web.Tests.ModelLibrary;

public sealed class ModelJobsTests
{
    [Fact]
    public async Task Job_EndsDone_WhenTheAgentSaysSo()
    {
        var end = await RunAsync(async response =>
        {
            await EventAsync(response, "progress", """{"status":"pulling","completedBytes":50,"totalBytes":200}""");
            await EventAsync(response, "done", """{"model":"m"}""");
        });

        Assert.Equal(new ModelJob("m", "ready", 50, 200, ModelJobState.Done), end);
        Assert.Equal(25, end.Percent);
    }

    [Fact]
    public async Task Job_EndsFailedWithTheProblem_WhenTheAgentRefuses()
    {
        var end = await RunAsync(response =>
        {
            response.StatusCode = 507;
            return response.WriteAsJsonAsync(new JsonObject { ["title"] = "Model server", ["detail"] = "no room" }, options: null, contentType: "application/problem+json");
        });

        Assert.Equal((ModelJobState.Failed, 507, "no room"), (end.State, end.Problem?.Status, end.Problem?.Detail));
    }

    [Fact]
    public async Task Job_EndsFailed_WhenTheStreamEndsWithoutAnEnd()
    {
        var end = await RunAsync(response => EventAsync(response, "progress", """{"status":"pulling","completedBytes":1,"totalBytes":2}"""));

        Assert.Equal((ModelJobState.Failed, "The connection to the agent was lost"), (end.State, end.Problem?.Heading));
    }

    [Fact]
    public async Task Job_EndsCancelled_WhenTheUserCancels()
    {
        var end = await RunAsync(
            async response =>
            {
                await EventAsync(response, "progress", """{"status":"pulling","completedBytes":1,"totalBytes":2}""");
                var gone = new TaskCompletionSource();
                await using var registration = response.HttpContext.RequestAborted.Register(gone.SetResult);
                await gone.Task;
            },
            cancelWhenRunning: true);

        Assert.Equal(ModelJobState.Cancelled, end.State);
    }

    private static async Task<ModelJob> RunAsync(Func<HttpResponse, Task> pull, bool cancelWhenRunning = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var agent = builder.Build();
        agent.MapPost("/api/models/pull", (HttpContext context) => pull(context.Response));
        await agent.StartAsync(TestContext.Current.CancellationToken);
        var services = new ServiceCollection();
        services.AddHttpClient(AgentClient.ClientName, http => http.BaseAddress = new Uri(agent.Urls.First()));
        await using var provider = services.BuildServiceProvider();
        await using var jobs = new ModelJobs(new LibraryClient(new AgentClient(provider.GetRequiredService<IHttpClientFactory>())));
        var ended = new TaskCompletionSource<ModelJob>(TaskCreationOptions.RunContinuationsAsynchronously);
        jobs.Changed += job =>
        {
            if (job.State != ModelJobState.Running)
            {
                ended.TrySetResult(job);
            }
            else if (cancelWhenRunning && job.TotalBytes > 0)
            {
                jobs.Cancel(job.Model);
            }
        };
        jobs.Pull("m");
        return await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static async Task EventAsync(HttpResponse response, string type, string data)
    {
        if (!response.HasStarted)
        {
            response.ContentType = "text/event-stream";
        }

        await response.WriteAsync($"event: {type}\ndata: {data}\n\n");
        await response.Body.FlushAsync();
    }
}
