using LocalAi.Web.Agent;
using LocalAi.Web.Knowledge;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace LocalAi.Web.Components.Pages.Knowledge;

/// <summary>Collections, their documents and how far they are.</summary>
public sealed partial class KnowledgePage : ComponentBase, IDisposable
{
    private const string Accepted = ".pdf,.docx,.md,.markdown,.html,.htm,.txt,.text,.log,.csv,.tsv";
    private const int MaxFiles = 200;

    // The agent's limit counts; this one only keeps a page from sending for hours what will be refused.
    private const long MaxBytes = 1L << 30;

    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);

    // A watched folder or another tab may have brought something.
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _leaving = new();
    private readonly List<FileUpload> _uploads = [];
    private PeriodicTimer? _pause;
    private IReadOnlyList<KnowledgeContracts.Collection>? _collections;
    private IReadOnlyList<KnowledgeContracts.Document> _documents = [];
    private AgentProblem? _problem;
    private Guid _chosen;
    private string _newName = "";
    private string _address = "";
    private int _inputs;

    [Inject]
    internal KnowledgeClient Client { get; set; } = null!;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        using var pause = _pause = new PeriodicTimer(BusyPause, Time);
        try
        {
            do
            {
                await TryAsync(LoadAsync);
                StateHasChanged();
            }
            while (await pause.WaitForNextTickAsync(_leaving.Token));
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        _collections = await Client.ListCollectionsAsync(cancellationToken);
        if (_collections.All(collection => collection.Id != _chosen))
        {
            _chosen = _collections is [var first, ..] ? first.Id : Guid.Empty;
        }

        var chosen = _chosen;
        var documents = chosen == Guid.Empty ? [] : await Client.ListDocumentsAsync(chosen, cancellationToken);
        if (chosen == _chosen)
        {
            _documents = documents;
            _pause!.Period = documents.Any(document => document.IsUnderWay) ? BusyPause : IdlePause;
        }

        _problem = _problem is { IsUnavailable: true } ? null : _problem;
    }

    private Task ChooseAsync(Guid collection)
    {
        (_chosen, _documents, _problem) = (collection, [], null);
        _uploads.Clear();
        return TryAsync(LoadAsync);
    }

    private Task CreateAsync() => ChangeAsync(async cancellationToken =>
    {
        var collection = await Client.CreateCollectionAsync(_newName.Trim(), cancellationToken);
        _newName = "";
        _chosen = collection.Id;
        _uploads.Clear();
    });

    private Task DeleteAsync(KnowledgeContracts.Collection collection) =>
        ChangeAsync(cancellationToken => Client.DeleteCollectionAsync(collection.Id, cancellationToken));

    private Task DeleteAsync(KnowledgeContracts.Document document) =>
        ChangeAsync(cancellationToken => Client.DeleteDocumentAsync(document.Id, cancellationToken));

    private Task RetryAsync(KnowledgeContracts.Document document) =>
        ChangeAsync(cancellationToken => Client.RetryAsync(document.Id, cancellationToken));

    private async Task UploadAsync(InputFileChangeEventArgs chosen)
    {
        var collection = _chosen;
        _uploads.Clear();
        foreach (var file in chosen.GetMultipleFiles(MaxFiles))
        {
            var upload = new FileUpload(file.Name);
            _uploads.Add(upload);
            StateHasChanged();
            try
            {
                await using var content = file.OpenReadStream(MaxBytes, _leaving.Token);
                var uploaded = await Client.UploadAsync(collection, file.Name, content, _leaving.Token);
                upload.End(uploaded.Duplicate ? $"{file.Name} is in this collection already, as {uploaded.Document.Name}." : null);
            }
            catch (AgentException failure)
            {
                upload.Fail(failure.Problem.Detail ?? failure.Problem.Heading);
            }
            catch (IOException failure)
            {
                upload.Fail(failure.Message);
            }
            catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
            {
                return;
            }

            _uploads.RemoveAll(ended => ended.Text.Length == 0);
            await TryAsync(LoadAsync);
            StateHasChanged();
        }

        // A fresh input takes the same file again.
        _inputs++;
    }

    private async Task AddPageAsync()
    {
        var address = _address.Trim();
        _address = "";
        var upload = new FileUpload(address);
        _uploads.Clear();
        _uploads.Add(upload);
        try
        {
            var added = await Client.AddPageAsync(_chosen, address, _leaving.Token);
            upload.End(added.Duplicate ? $"{address} is in this collection already, as {added.Document.Name}." : null);
        }
        catch (AgentException failure)
        {
            upload.Fail(failure.Problem.Detail ?? failure.Problem.Heading);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            return;
        }

        _uploads.RemoveAll(ended => ended.Text.Length == 0);
        await TryAsync(LoadAsync);
    }

    private Task ChangeAsync(Func<CancellationToken, Task> change) => TryAsync(async cancellationToken =>
    {
        _problem = null;
        await change(cancellationToken);
        await LoadAsync(cancellationToken);
    });

    private async Task TryAsync(Func<CancellationToken, Task> action)
    {
        try
        {
            await action(_leaving.Token);
        }
        catch (AgentException failure)
        {
            _problem = failure.Problem;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
    }
}
