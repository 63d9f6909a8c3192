"""Conan 2: conan create subshare/tools/conan"""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir


class SubshareConan(ConanFile):
    name = "subshare"
    description = "Share a subscription: the portable core in C++"
    license = "MIT"
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False]}
    default_options = {"shared": False}

    @property
    def _repository(self):
        return os.path.join(self.recipe_folder, "..", "..")

    def set_version(self):
        # It stands in one place.
        text = load(self, os.path.join(self._repository, "CMakeLists.txt"))
        self.version = re.search(r"project\(subshare VERSION ([\d.]+)", text).group(1)

    def export_sources(self):
        for what in ("CMakeLists.txt", "LICENSE", "core/*", "tools/cmake/*"):
            copy(self, what, self._repository, self.export_sources_folder)

    def requirements(self):
        self.requires("libidn2/[>=2.3 <3]")
        self.requires("libunistring/[>=1.0 <2]")

    def validate(self):
        check_min_cppstd(self, 23)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        for room in ("TESTS", "SANDBOX", "MODULE"):
            toolchain.cache_variables[f"SUBSHARE_BUILD_{room}"] = False
        toolchain.cache_variables["SUBSHARE_SHARED"] = bool(self.options.shared)
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        # Conan writes these for whoever takes the package.
        for made in ("cmake", "pkgconfig"):
            rmdir(self, os.path.join(self.package_folder, "lib", made))

    def package_info(self):
        self.cpp_info.libs = ["subshare"]
        self.cpp_info.set_property("cmake_file_name", "subshare")
        self.cpp_info.set_property("cmake_target_name", "subshare::core")
        self.cpp_info.set_property("pkg_config_name", "subshare")
        self.cpp_info.requires = ["libidn2::libidn2", "libunistring::libunistring"]
        if self.options.shared:
            self.cpp_info.defines = ["SUBSHARE_SHARED"]
