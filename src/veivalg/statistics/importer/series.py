"""All files of the folder into one data set."""

from pathlib import Path

from veivalg.statistics.dataset import DataSet
from veivalg.statistics.importer.area_profiles import area_profiles
from veivalg.statistics.importer.centrality import centrality
from veivalg.statistics.importer.folder import Folder, require_folder
from veivalg.statistics.importer.moved_borders import without_moved_borders
from veivalg.statistics.importer.movements import movements
from veivalg.statistics.importer.nation import national
from veivalg.statistics.importer.origins import COLLECTED_ON, IMPORTER_VERSION, ORIGINS
from veivalg.statistics.importer.places import code_history, municipalities
from veivalg.statistics.importer.population import population, population_sums, population_total
from veivalg.statistics.importer.projections import projections


def import_directory(directory: Path) -> DataSet:
    """Build the data set from a folder of upstream files (docs/data lists them).

    Raises BadInput with file, row and column when anything is amiss; nothing is written here at all.
    """
    require_folder(directory)
    register = Folder(directory)
    places = municipalities(register)
    history = code_history(register, {place.code for place in places})
    folder = Folder(directory, places, history)
    sums = population_sums(folder)
    cubes = [
        population(folder),
        population_total(folder),
        *movements(folder, sums),
        sums,
        centrality(folder),
        *national(folder),
        *projections(folder),
        *area_profiles(folder),
    ]
    data = DataSet(
        municipalities=places,
        code_history=history,
        cubes={cube.id: cube for cube in cubes},
        origins=ORIGINS,
        importer_version=IMPORTER_VERSION,
        collected_on=COLLECTED_ON,
        inputs={table.name: table.sha256 for table in [*register.tables, *folder.tables]},
    )
    return without_moved_borders(data)
