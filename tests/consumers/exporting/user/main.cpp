#include <cstdio>

#include "greeter.hpp"

int main() { std::puts(greeter::greet("412 34 567", {.calling_code = 47}).c_str()); }
