"""Joins the attention net's seven outputs into the two that mediapipe's FaceLandmarker expects, and packs the bundle.

Bytes in, bytes out: no file, no network, no clock.  The same ingredients give the same bundle, byte for byte.
"""

import io
import zipfile
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

import numpy as np

from models import tables

DETECTOR_MEMBER: Final = "face_detector.tflite"
NET_MEMBER: Final = "face_landmarks_detector.tflite"

_ALIGNMENT: Final = 16
"""The format wants weights on 16-byte boundaries (``force_align`` in schema.fbs); the Python writer ignores that."""

_MEMBER_ALIGNMENT: Final = 64
"""mediapipe hands the net to its runtime where it lies in the zip, so each member starts on a cache line."""

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_ZIP_HEADER_BYTES: Final = 30
_ZIP_PADDING_ID: Final = 0xD935
"""Extra field that Android's zipalign uses for the same purpose."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """The files the bundle is made of, already compared with their checksums."""

    detector: bytes
    net: bytes
    schema: bytes
    """Source text of the generated module that reads and writes the net's file format."""


class _AlignedBuffer:
    """A tensor's bytes, written where the runtime may read them sixteen at a time."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain

    def Pack(self, builder: Any) -> Any:
        if self._plain.data is not None:
            builder.Prep(_ALIGNMENT, len(self._plain.data))
        return self._plain.Pack(builder)


class _Unshared(dict[Any, int]):
    """Field tables that no two objects share: releases of flatbuffers differ in which they would share."""

    def get(self, _key: Any, default: Any = None, /) -> Any:
        return default


class _Graph:
    """A net's main graph, to which operators are appended one by one."""

    def __init__(self, model: Any, schema: Any) -> None:
        self._model = model
        self._schema = schema
        self._graph = model.subgraphs[0]

    def output(self, position: int) -> int:
        """The tensor that is the net's output number ``position``."""
        return int(self._graph.outputs[position])

    def end_with(self, *tensors: int) -> None:
        """Make these the net's outputs.  Signatures name the old ones and go."""
        self._graph.outputs = np.array(tensors, np.int32)
        self._model.signatureDefs = None

    def reshape(self, name: str, source: int, shape: tuple[int, ...]) -> int:
        options = self._schema.ReshapeOptionsT()
        options.newShape = list(shape)
        target = self._constant(f"{name}/shape", shape)
        return self._append("RESHAPE", options, [source, target], name, shape)

    def columns(self, name: str, source: int, first: int, rows: int, count: int) -> int:
        """Columns ``first`` to ``first + count`` of a table with ``rows`` rows."""
        begin = self._constant(f"{name}/begin", (0, first))
        size = self._constant(f"{name}/size", (rows, count))
        options = self._schema.SliceOptionsT()
        return self._append("SLICE", options, [source, begin, size], name, (rows, count))

    def concatenate(self, name: str, sources: list[int], axis: int, shape: tuple[int, ...]) -> int:
        options = self._schema.ConcatenationOptionsT()
        options.axis = axis
        return self._append("CONCATENATION", options, sources, name, shape)

    def rows(self, name: str, source: int, which: tuple[int, ...], columns: int) -> int:
        """The rows ``which`` of a table, in that order."""
        options = self._schema.GatherOptionsT()
        options.axis = 0
        indices = self._constant(f"{name}/indices", which)
        return self._append("GATHER", options, [source, indices], name, (len(which), columns))

    def mean_of_rows(self, name: str, source: int, columns: int) -> int:
        options = self._schema.ReducerOptionsT()
        options.keepDims = True
        axis = self._constant(f"{name}/axis", (0,))
        return self._append("MEAN", options, [source, axis], name, (1, columns))

    def _append(self, kind: str, options: Any, inputs: list[int], name: str, shape: tuple[int, ...]) -> int:
        result = self._tensor(name, self._schema.TensorType.FLOAT32, shape, buffer=0)
        operator = self._schema.OperatorT()
        operator.opcodeIndex = self._operator_code(kind)
        operator.inputs = np.array(inputs, np.int32)
        operator.outputs = np.array([result], np.int32)
        operator.builtinOptionsType = getattr(self._schema.BuiltinOptions, type(options).__name__.removesuffix("T"))
        operator.builtinOptions = options
        self._graph.operators.append(operator)
        return result

    def _operator_code(self, kind: str) -> int:
        """Index of the operator's code, appended if the net has not used that operator in its first version yet."""
        builtin = getattr(self._schema.BuiltinOperator, kind)
        for index, code in enumerate(self._model.operatorCodes):
            if max(code.builtinCode, code.deprecatedBuiltinCode) == builtin and code.version == 1:
                return index
        code = self._schema.OperatorCodeT()
        code.builtinCode = code.deprecatedBuiltinCode = builtin
        code.version = 1
        self._model.operatorCodes.append(code)
        return len(self._model.operatorCodes) - 1

    def _constant(self, name: str, values: tuple[int, ...]) -> int:
        buffer = self._schema.BufferT()
        buffer.data = np.frombuffer(np.array(values, "<i4").tobytes(), np.uint8)
        self._model.buffers.append(buffer)
        return self._tensor(name, self._schema.TensorType.INT32, (len(values),), len(self._model.buffers) - 1)

    def _tensor(self, name: str, kind: int, shape: tuple[int, ...], buffer: int) -> int:
        """``buffer`` 0 is the empty one: a tensor that is calculated."""
        tensor = self._schema.TensorT()
        tensor.name = name
        tensor.type = kind
        tensor.shape = np.array(shape, np.int32)
        tensor.buffer = buffer
        self._graph.tensors.append(tensor)
        return len(self._graph.tensors) - 1


def assemble(ingredients: Ingredients) -> bytes:
    """The bundle: a stored zip of the face detector and the attention net with its outputs joined."""
    schema = _load_schema(ingredients.schema)
    return _pack({DETECTOR_MEMBER: ingredients.detector, NET_MEMBER: _join_outputs(ingredients.net, schema)})


def _join_outputs(net: bytes, schema: ModuleType) -> bytes:
    """The net with two outputs.

    They are (1, 1, 1, 1434), x, y, z of 478 points in pixels of the net's input, and the face-presence logit.
    """
    import flatbuffers

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(net, 0))
    graph = _Graph(model, schema)
    mesh, lips, left_eye, right_eye, left_iris, right_iris, presence = (graph.output(at) for at in range(7))

    table = graph.reshape("join/mesh", mesh, (tables.MESH_POINTS, 3))
    blocks = [graph.columns("join/mesh_xy", table, 0, tables.MESH_POINTS, 2)]
    for name, tensor, points in (
        ("lips", lips, len(tables.LIPS)),
        ("left_eye", left_eye, len(tables.LEFT_EYE)),
        ("right_eye", right_eye, len(tables.RIGHT_EYE)),
        ("left_iris", left_iris, tables.IRIS_POINTS),
        ("right_iris", right_iris, tables.IRIS_POINTS),
    ):
        blocks.append(graph.reshape(f"join/{name}", tensor, (points, 2)))
    every_row = tables.MESH_POINTS + sum(map(len, (tables.LIPS, tables.LEFT_EYE, tables.RIGHT_EYE)))
    every_row += 2 * tables.IRIS_POINTS
    every_xy = graph.concatenate("join/every_xy", blocks, 0, (every_row, 2))
    xy = graph.rows("join/xy", every_xy, tables.xy_sources(), 2)

    mesh_z = graph.columns("join/mesh_z", table, 2, tables.MESH_POINTS, 1)
    depths = [mesh_z]
    for name, eye in (("left", tables.LEFT_EYE), ("right", tables.RIGHT_EYE)):
        ring = graph.rows(f"join/{name}_ring_z", mesh_z, eye[: tables.EYE_RING], 1)
        depths.append(graph.mean_of_rows(f"join/{name}_iris_z", ring, 1))
    every_z = graph.concatenate("join/every_z", depths, 0, (tables.MESH_POINTS + 2, 1))
    z = graph.rows("join/z", every_z, tables.z_sources(), 1)

    points = graph.concatenate("join/points", [xy, z], 1, (tables.POINTS, 3))
    graph.end_with(graph.reshape("join/landmarks", points, (1, 1, 1, tables.POINTS * 3)), presence)

    model.buffers = [_AlignedBuffer(buffer) for buffer in model.buffers]
    builder = flatbuffers.Builder(2 * len(net))
    builder.vtables = _Unshared()
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def _load_schema(source: bytes) -> ModuleType:
    """Run the generated module from its pinned source: what is installed may be another release's, or missing."""
    module = ModuleType("tflite_schema")
    exec(compile(source, "schema_py_generated.py", "exec"), module.__dict__)
    return module


def _pack(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o644 << 16
            entry.extra = _padding(packed.tell() + _ZIP_HEADER_BYTES + len(name))
            archive.writestr(entry, content)
    return packed.getvalue()


def _padding(offset: int) -> bytes:
    """An extra field after which the member's content starts on a cache line."""
    fill = -(offset + 4) % _MEMBER_ALIGNMENT
    return _ZIP_PADDING_ID.to_bytes(2, "little") + fill.to_bytes(2, "little") + bytes(fill)
