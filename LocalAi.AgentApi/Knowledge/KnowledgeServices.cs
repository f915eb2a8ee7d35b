using LocalAi.AgentApi.Agents;
using LocalAi.AgentApi.Knowledge.Collections;
using LocalAi.AgentApi.Knowledge.Documents;
using LocalAi.AgentApi.Knowledge.Ingestion;
using LocalAi.AgentApi.Knowledge.Parsing;
using LocalAi.AgentApi.Knowledge.Retrieval;
using LocalAi.AgentApi.Knowledge.WatchedFolder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Knowledge;

internal static class KnowledgeServices
{
    public static void AddKnowledge(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<KnowledgeOptions>().BindConfiguration(KnowledgeOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<FormOptions>().Configure<IOptions<KnowledgeOptions>>((form, knowledge) =>
            form.MultipartBodyLengthLimit = knowledge.Value.MaxUploadBytes);
        builder.Services
            .AddSingleton<IDocumentParser, PdfParser>()
            .AddSingleton<IDocumentParser, DocxParser>()
            .AddSingleton<IDocumentParser, MarkdownParser>()
            .AddSingleton<IDocumentParser, HtmlParser>()
            .AddSingleton<IDocumentParser, TextParser>()
            .AddSingleton<IDocumentParser, CsvParser>()
            .AddSingleton<DocumentFormats>();
        builder.Services
            .AddSingleton<CollectionStore>()
            .AddSingleton<CollectionAccess>()
            .AddSingleton<DocumentStore>()
            .AddSingleton<Embedder>()
            .AddSingleton<KnowledgePlugin>()
            .AddSingleton<KnowledgeTools>()
            .AddSingleton<IToolSource>(provider => provider.GetRequiredService<KnowledgeTools>());
        builder.Services
            .AddSingleton<IngestionSignal>()
            .AddSingleton<IngestionStore>()
            .AddSingleton<IngestionJob>()
            .AddHostedService<IngestionWorker>()
            .AddSingleton<FolderSynchronizer>()
            .AddHostedService<FolderWatch>();
        builder.Services
            .AddSingleton<VectorIndexes>()
            .AddSingleton<VectorMemory>()
            .AddSingleton<IndexedVectorSearch>()
            .AddSingleton<ExactVectorSearch>()
            .AddSingleton<VectorSearch>()
            .AddSingleton<TextSearch>()
            .AddSingleton<KnowledgeSearch>();
    }
}
