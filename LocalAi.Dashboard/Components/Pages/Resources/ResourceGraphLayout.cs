using LocalAi.Hosting.ResourceService;

namespace LocalAi.Dashboard.Components.Pages.Resources;

/// <summary>
/// Places resources in columns: what depends on nothing stands right, what depends on it left of that. Within a column the order
/// follows the neighbours' average position (the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981), which keeps lines short.
/// </summary>
internal sealed class ResourceGraphLayout
{
    public const int NodeWidth = 190;
    public const int NodeHeight = 54;
    private const int ColumnGap = 86;
    private const int RowGap = 20;
    private const int Margin = 14;
    private const int Sweeps = 4;

    public ResourceGraphLayout(IReadOnlyList<Resource> resources)
    {
        var byName = new Dictionary<string, Resource>();
        foreach (var resource in resources)
        {
            byName[resource.Name] = resource;
            byName.TryAdd(ResourceBoardName(resource), resource);
        }

        var links = resources
            .SelectMany(resource => resource.Relationships.Select(link => (From: resource, To: byName.GetValueOrDefault(link.ResourceName), link.Type)))
            .Where(link => link.To is not null && link.To != link.From)
            .GroupBy(link => (link.From, To: link.To!))
            .Select(group => (group.Key.From, group.Key.To, WaitsOnly: group.All(link => link.Type == "WaitFor")))
            .ToArray();
        var columns = Columns(resources, links);
        Order(columns, links);
        Place(columns);
        Edges = [.. links.Select(link => new Edge(Path(_places[link.From], _places[link.To]), link.From, link.To, link.WaitsOnly))];
    }

    private readonly Dictionary<Resource, (int X, int Y)> _places = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public IReadOnlyDictionary<Resource, (int X, int Y)> Places => _places;

    public IReadOnlyList<Edge> Edges { get; }

    internal sealed record Edge(string Path, Resource From, Resource To, bool WaitsOnly);

    private static string ResourceBoardName(Resource resource) => Dashboard.Resources.ResourceBoard.DisplayName(resource);

    private static List<Resource>[] Columns(IReadOnlyList<Resource> resources, (Resource From, Resource To, bool WaitsOnly)[] links)
    {
        // The longest way to something that depends on nothing. A cycle ends after as many rounds as there are resources.
        var depth = resources.ToDictionary(resource => resource, _ => 0);
        for (var round = 0; round < resources.Count; round++)
        {
            var isStable = true;
            foreach (var (from, to, _) in links)
            {
                if (depth[from] <= depth[to] && depth[to] + 1 < resources.Count)
                {
                    depth[from] = depth[to] + 1;
                    isStable = false;
                }
            }

            if (isStable)
            {
                break;
            }
        }

        return [.. depth.GroupBy(entry => entry.Value).OrderByDescending(group => group.Key).Select(group => group.Select(entry => entry.Key).ToList())];
    }

    private static void Order(List<Resource>[] columns, (Resource From, Resource To, bool WaitsOnly)[] links)
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var position = columns.SelectMany(column => column.Select((resource, row) => (resource, Row: row - (column.Count / 2.0))))
                .ToDictionary(entry => entry.resource, entry => entry.Row);
            for (var index = 0; index < columns.Length; index++)
            {
                columns[index] = [.. columns[index].OrderBy(resource => links
                    .Where(link => link.From == resource || link.To == resource)
                    .Select(link => position[link.From == resource ? link.To : link.From])
                    .DefaultIfEmpty(position[resource])
                    .Average())];
            }
        }
    }

    private void Place(List<Resource>[] columns)
    {
        var tallest = columns.Length == 0 ? 0 : columns.Max(column => column.Count);
        Width = (2 * Margin) + (columns.Length * NodeWidth) + (Math.Max(0, columns.Length - 1) * ColumnGap);
        Height = (2 * Margin) + (tallest * (NodeHeight + RowGap)) - RowGap;
        for (var column = 0; column < columns.Length; column++)
        {
            var top = (Height - (columns[column].Count * (NodeHeight + RowGap)) + RowGap) / 2;
            for (var row = 0; row < columns[column].Count; row++)
            {
                _places[columns[column][row]] = (Margin + (column * (NodeWidth + ColumnGap)), top + (row * (NodeHeight + RowGap)));
            }
        }
    }

    private static string Path((int X, int Y) from, (int X, int Y) to)
    {
        var (x1, y1, x2, y2) = (from.X + NodeWidth, from.Y + (NodeHeight / 2), to.X, to.Y + (NodeHeight / 2));
        var bend = Math.Max(40, Math.Abs(x2 - x1) / 2);
        return $"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}";
    }
}
