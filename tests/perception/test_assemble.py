"""The assembler, on a small net of the same shape; the real one is covered by its checksum and the parity tests."""

import importlib.util
import io
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import flatbuffers
import numpy as np
import pytest

from models import tables
from models.assemble import DETECTOR_MEMBER, NET_MEMBER, Ingredients, assemble
from models.sources import SCHEMA

OUTPUT_SIZES = (1404, 160, 142, 142, 10, 10, 1)


@pytest.fixture(scope="module")
def schema_source() -> bytes:
    """The file format's reader and writer, as the installed mediapipe carries it."""
    found = importlib.util.find_spec("mediapipe")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent.parent / SCHEMA.path).read_bytes()


@pytest.fixture(scope="module")
def schema(schema_source: bytes) -> ModuleType:
    module = ModuleType("schema")
    exec(compile(schema_source, "schema", "exec"), module.__dict__)
    return module


@pytest.fixture(scope="module")
def ingredients(schema: Any, schema_source: bytes) -> Ingredients:
    """A net without operators but with the attention net's seven outputs, and with a weight of odd length."""
    graph = schema.SubGraphT()
    graph.tensors, graph.operators = [], []
    for size in OUTPUT_SIZES:
        tensor = schema.TensorT()
        tensor.shape, tensor.type, tensor.buffer, tensor.name = [1, 1, 1, size], schema.TensorType.FLOAT32, 0, "out"
        graph.tensors.append(tensor)
    graph.inputs, graph.outputs = [], list(range(len(OUTPUT_SIZES)))
    weight = schema.BufferT()
    weight.data = np.arange(13, dtype=np.uint8)
    model = schema.ModelT()
    model.version, model.operatorCodes, model.subgraphs = 3, [], [graph]
    model.buffers = [schema.BufferT(), weight]
    builder = flatbuffers.Builder()
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return Ingredients(detector=b"\x1c\0\0\0TFL3 detector", net=bytes(builder.Output()), schema=schema_source)


def _net(bundle: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return archive.read(NET_MEMBER)


def test_the_same_ingredients_give_the_same_bytes(ingredients: Ingredients) -> None:
    """The bundle's checksum can stand for the model: nothing of the moment goes into it."""
    assert assemble(ingredients) == assemble(ingredients)


def test_the_joined_net_ends_in_all_points_and_the_face_flag(ingredients: Ingredients, schema: Any) -> None:
    """mediapipe's FaceLandmarker asks for exactly two outputs: 478 x 3 numbers, and the face-presence logit."""
    graph = schema.ModelT.InitFromObj(schema.Model.GetRootAs(_net(assemble(ingredients)), 0)).subgraphs[0]

    points, presence = (graph.tensors[tensor] for tensor in graph.outputs)

    assert list(points.shape) == [1, 1, 1, 1434]
    assert list(presence.shape) == [1, 1, 1, 1]


def test_every_operator_reads_what_an_earlier_one_wrote(ingredients: Ingredients, schema: Any) -> None:
    """The runtime carries the operators out in their order, and each result has one writer."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(_net(assemble(ingredients)), 0))
    graph = model.subgraphs[0]
    known = set(range(len(OUTPUT_SIZES))) | {at for at, tensor in enumerate(graph.tensors) if tensor.buffer != 0}

    for operator in graph.operators:
        assert set(operator.inputs) <= known
        assert not set(operator.outputs) & known
        known |= set(operator.outputs)

    assert set(graph.outputs) <= known


def test_weights_and_members_lie_where_the_runtime_can_use_them_in_place(ingredients: Ingredients, schema: Any) -> None:
    """Weights start on 16-byte boundaries inside the net, and the net on a cache line inside the bundle."""
    bundle = assemble(ingredients)
    net = _net(bundle)
    model = schema.Model.GetRootAs(net, 0)

    starts = []
    for number in range(model.BuffersLength()):
        buffer = model.Buffers(number)
        if buffer.DataLength():
            starts.append(buffer._tab.Vector(buffer._tab.Offset(4)))

    assert len(starts) > 10
    assert [start % 16 for start in starts] == [0] * len(starts)
    assert bundle.find(net) % 64 == 0


def test_the_bundle_is_stored_and_dated_alike_everywhere(ingredients: Ingredients) -> None:
    """mediapipe reads its members in place, so they are not compressed; their dates say nothing."""
    with zipfile.ZipFile(io.BytesIO(assemble(ingredients))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [DETECTOR_MEMBER, NET_MEMBER]
        assert archive.read(DETECTOR_MEMBER) == ingredients.detector
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_refined_points_replace_the_mesh_points_of_their_tables() -> None:
    """Lips and eyes come from their own crops, irises are added, every other point stays the mesh's own."""
    sources = tables.xy_sources()
    refined = {*tables.LIPS, *tables.LEFT_EYE, *tables.RIGHT_EYE}

    assert len(sources) == 478
    assert [at for at, row in enumerate(sources[:468]) if row == at] == sorted(set(range(468)) - refined)
    assert sources[61] == 468  # the first of the lips
    assert sources[33] == 548  # the first of the image's left eye
    assert sources[263] == 619  # the first of the image's right eye
    assert sources[468:] == tuple(range(690, 700))


def test_the_tables_have_the_sizes_of_the_net_s_outputs() -> None:
    """80 lip points and 71 per eye, none twice, and the two eyes share none."""
    assert [len(set(table)) for table in (tables.LIPS, tables.LEFT_EYE, tables.RIGHT_EYE)] == [80, 71, 71]
    assert not set(tables.LEFT_EYE) & set(tables.RIGHT_EYE)


def test_iris_depth_comes_from_the_lids_of_its_own_eye() -> None:
    """Irises have no depth of their own in the net: five points per eye take the mean of that eye's ring."""
    assert tables.z_sources()[:468] == tuple(range(468))
    assert tables.z_sources()[468:] == (468,) * 5 + (469,) * 5
