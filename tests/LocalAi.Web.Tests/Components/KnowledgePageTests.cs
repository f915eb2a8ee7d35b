using System.Net;
using System.Text;
using Bunit;
using LocalAi.Web.Agent;
using LocalAi.Web.Components.Pages.Knowledge;
using LocalAi.Web.Knowledge;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace LocalAi.Web.Tests.Components;

public sealed class KnowledgePageTests : BunitContext, IHttpClientFactory
{
    private static readonly Guid Collection = Guid.NewGuid();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private readonly Documents _documents = new();

    public KnowledgePageTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(new KnowledgeClient(new AgentClient(this)));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public async Task Page_LooksEachSecond_OnlyWhileADocumentIsUnderWay()
    {
        var page = Render<KnowledgePage>();
        await SeeAsync("1 of 9 passages");

        _time.Advance(TimeSpan.FromSeconds(1));
        await SeeAsync("2 of 9 passages");
        _documents.Status = "ready";
        _time.Advance(TimeSpan.FromSeconds(1));
        await page.WaitForElementAsync("[data-status=ready]", Patience);
        Assert.Equal(3, _documents.Asked);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(3, _documents.Asked);
        _time.Advance(TimeSpan.FromSeconds(1));
        await page.WaitForAssertionAsync(() => Assert.Equal(4, _documents.Asked), Patience);

        Task SeeAsync(string text) => page.WaitForAssertionAsync(() => Assert.Contains(text, page.Markup, StringComparison.Ordinal), Patience);
    }

    HttpClient IHttpClientFactory.CreateClient(string name) => new(_documents, disposeHandler: false) { BaseAddress = new Uri("http://agent") };

    /// <summary>An agent with one document, of which a passage more is taken in each time somebody asks.</summary>
    private sealed class Documents : HttpMessageHandler
    {
        private int _asked;

        public string Status { get; set; } = "embedding";

        public int Asked => Volatile.Read(ref _asked);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var json = $$"""{"items":[{"id":"{{Collection}}","name":"Manuals","documentCount":1,"sizeBytes":9}]}""";
            if (request.RequestUri!.AbsolutePath.EndsWith("/documents", StringComparison.Ordinal))
            {
                var asked = Interlocked.Increment(ref _asked);
                json = $$"""{"items":[{"id":"{{Guid.Empty}}","collectionId":"{{Collection}}","name":"a.txt","source":"upload","format":"text","sizeBytes":9,"status":"{{Status}}","chunkCount":9,"embeddedCount":{{asked}},"createdAt":"2026-01-01T00:00:00Z"}]}""";
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") });
        }
    }
}
