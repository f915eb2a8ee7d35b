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
    private const int PassageHeight = 8;
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
        var ways = Ways(columns, links);
        Order(columns, ways);
        Place(columns);
        Edges = [.. links.Select((link, index) => new Edge(Path(ways[index]), link.From, link.To, link.WaitsOnly))];
    }

    private readonly Dictionary<object, (int X, int Y)> _places = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public IEnumerable<(Resource Resource, int X, int Y)> Nodes =>
        _places.Where(place => place.Key is Resource).Select(place => ((Resource)place.Key, place.Value.X, place.Value.Y));

    public IReadOnlyList<Edge> Edges { get; }

    internal sealed record Edge(string Path, Resource From, Resource To, bool WaitsOnly);

    private static string ResourceBoardName(Resource resource) => Dashboard.Resources.ResourceBoard.DisplayName(resource);

    private static List<object>[] Columns(IReadOnlyList<Resource> resources, (Resource From, Resource To, bool WaitsOnly)[] links)
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

        return [.. depth.GroupBy(entry => entry.Value).OrderByDescending(group => group.Key).Select(group => group.Select(entry => (object)entry.Key).ToList())];
    }

    // A link over several columns takes a row of its own in those between, so that it passes beside what stands there.
    private static List<object>[] Ways(List<object>[] columns, (Resource From, Resource To, bool WaitsOnly)[] links)
    {
        var columnOf = columns.SelectMany((column, index) => column.Select(node => (node, index))).ToDictionary(entry => entry.node, entry => entry.index);
        return [.. links.Select(link =>
        {
            var way = new List<object> { link.From };
            for (var column = columnOf[link.From] + 1; column < columnOf[link.To]; column++)
            {
                var passage = new object();
                columns[column].Add(passage);
                way.Add(passage);
            }

            way.Add(link.To);
            return way;
        })];
    }

    private static void Order(List<object>[] columns, List<object>[] ways)
    {
        var neighbours = ways.SelectMany(way => way.Zip(way.Skip(1)))
            .SelectMany(pair => new[] { (pair.First, pair.Second), (First: pair.Second, Second: pair.First) })
            .ToLookup(pair => pair.First, pair => pair.Second);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var position = columns.SelectMany(column => column.Select((node, row) => (node, Row: row - (column.Count / 2.0))))
                .ToDictionary(entry => entry.node, entry => entry.Row);
            for (var index = 0; index < columns.Length; index++)
            {
                columns[index] = [.. columns[index].OrderBy(node => neighbours[node].Select(other => position[other]).DefaultIfEmpty(position[node]).Average())];
            }
        }
    }

    private void Place(List<object>[] columns)
    {
        var heights = Array.ConvertAll(columns, column => column.Sum(node => HeightOf(node) + RowGap) - RowGap);
        Width = (2 * Margin) + (columns.Length * NodeWidth) + (Math.Max(0, columns.Length - 1) * ColumnGap);
        Height = (2 * Margin) + heights.DefaultIfEmpty(0).Max();
        for (var column = 0; column < columns.Length; column++)
        {
            var y = (Height - heights[column]) / 2;
            foreach (var node in columns[column])
            {
                _places[node] = (Margin + (column * (NodeWidth + ColumnGap)), y);
                y += HeightOf(node) + RowGap;
            }
        }
    }

    private static int HeightOf(object node) => node is Resource ? NodeHeight : PassageHeight;

    private string Path(List<object> way)
    {
        var (x, y) = (_places[way[0]].X + NodeWidth, Middle(way[0]));
        var path = new System.Text.StringBuilder($"M{x} {y}");
        foreach (var node in way.Skip(1))
        {
            var (nextX, nextY) = (_places[node].X, Middle(node));
            var bend = Math.Max(36, Math.Abs(nextX - x) / 2);
            path.Append(System.Globalization.CultureInfo.InvariantCulture, $"C{x + bend} {y} {nextX - bend} {nextY} {nextX} {nextY}");
            if (node is not Resource)
            {
                path.Append(System.Globalization.CultureInfo.InvariantCulture, $"H{nextX + NodeWidth}");
            }

            (x, y) = (nextX + NodeWidth, nextY);
        }

        return path.ToString();
    }

    private int Middle(object node) => _places[node].Y + (HeightOf(node) / 2);
}
