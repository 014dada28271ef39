//! The manifests for Kubernetes.

use serde_json::Value;

use super::*;

const FOLDER: &str = "deploy/kubernetes";

/// The files, by name, and the objects in each.
fn manifests() -> BTreeMap<String, Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(FOLDER);
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let mut manifests = BTreeMap::new();
    for file in files.map(|file| file.into_string().unwrap()) {
        let path = format!("{FOLDER}/{file}");
        let text = text(&path);
        let objects = text.split("\n---\n").map(|part| parsed(&path, part)).collect();
        manifests.insert(file, objects);
    }
    manifests
}

/// The objects of a kind.
fn objects(kind: &str) -> Vec<Value> {
    let objects: Vec<Value> = manifests()
        .into_values()
        .flatten()
        .filter(|object| object["kind"] == kind)
        .collect();
    assert!(!objects.is_empty(), "there is no {kind}");
    objects
}

/// The templates of pods, with the object that they are of.
fn pods() -> Vec<(Value, Value)> {
    let owners = [objects("Deployment"), objects("Job")].concat();
    owners
        .into_iter()
        .map(|owner| (owner["spec"]["template"].clone(), owner))
        .collect()
}

/// The data of a ConfigMap or a Secret.
#[track_caller]
fn data(kind: &str, name: &Value) -> Variables {
    let found = objects(kind)
        .into_iter()
        .find(|object| object["metadata"]["name"] == *name);
    let found = found.unwrap_or_else(|| panic!("there is no {kind} {name}"));
    let data = found
        .get("data")
        .or(found.get("stringData"))
        .and_then(Value::as_object)
        .unwrap();
    data.iter()
        .map(|(name, value)| (name.clone(), string(value).to_owned()))
        .collect()
}

/// What a container has in its environment, with values in place of the placeholders of the Secret.
fn environment(container: &Value) -> Variables {
    let mut variables = Variables::new();
    for source in list(&container["envFrom"]) {
        match (source.get("configMapRef"), source.get("secretRef")) {
            (Some(map), None) => variables.extend(data("ConfigMap", &map["name"])),
            (None, Some(secret)) => variables.extend(data("Secret", &secret["name"])),
            _ => panic!("{source}"),
        }
    }
    variables.insert("CONCUR_TOKEN_STORE_KEY".to_owned(), KEY.to_owned());
    for variable in list(&container["env"]) {
        variables.insert(
            string(&variable["name"]).to_owned(),
            string(&variable["value"]).to_owned(),
        );
    }
    variables
}

/// The port with this name or number.
fn port(container: &Value, port: &Value) -> u16 {
    let ports = container["ports"].as_array().into_iter().flatten();
    let named = ports.clone().find(|known| known["name"] == *port);
    let number = named.map_or(port, |named| &named["containerPort"]);
    u16::try_from(number.as_u64().unwrap_or_else(|| panic!("there is no port {port}"))).unwrap()
}

fn probes(container: &Value) -> Vec<Probe> {
    let names = ["startupProbe", "livenessProbe", "readinessProbe"];
    let probes = names.iter().filter_map(|name| container.get(*name));
    let probe = |probe: &Value| Probe {
        path: string(&probe["httpGet"]["path"]).to_owned(),
        port: port(container, &probe["httpGet"]["port"]),
        // The default of Kubernetes is one second.
        timeout: Duration::from_secs(probe["timeoutSeconds"].as_u64().unwrap_or(1)),
    };
    probes.map(probe).collect()
}

/// The containers of all pods.
pub(super) fn containers() -> Vec<Container> {
    let mut containers = Vec::new();
    for (pod, owner) in pods() {
        // The default of Kubernetes is thirty seconds.
        let grace = pod["spec"]["terminationGracePeriodSeconds"].as_u64().unwrap_or(30);
        for container in list(&pod["spec"]["containers"]) {
            containers.push(Container {
                name: format!("{FOLDER}: {} {}", string(&owner["kind"]), string(&container["name"])),
                arguments: strings(&container["args"]),
                environment: environment(container),
                grace: Duration::from_secs(grace),
                probes: probes(container),
            });
        }
    }
    containers
}

#[test]
fn kubernetes_has_secrets_only_as_placeholders() {
    let settings = data("ConfigMap", &"concur-settings".into());
    for (name, value) in &settings {
        assert!(!is_secret(name), "{name} is not in the Secret");
        assert!(
            !value.contains("password") && !value.split('@').next().unwrap().contains(":/*"),
            "{name}"
        );
        let user = value.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
        assert!(
            user.is_none_or(|(user, _)| !user.contains(':')),
            "{name} has a password"
        );
    }
    let secrets = data("Secret", &"concur-secrets".into());
    assert!(secrets.keys().filter(|name| is_secret(name)).count() >= 3);
    for (name, value) in &secrets {
        assert!(
            value.starts_with('<') && value.ends_with('>'),
            "{name} is no placeholder"
        );
    }
    for (pod, _) in pods() {
        for variable in list(&pod["spec"]["containers"][0]["env"]) {
            assert!(!is_secret(string(&variable["name"])), "{variable}");
        }
    }
}

#[test]
fn kustomization_lists_what_exists_and_no_secret() {
    let manifests = manifests();
    let listed = strings(&manifests["kustomization.yaml"][0]["resources"]);
    for file in &listed {
        assert!(manifests.contains_key(file), "{file}");
    }
    for (file, objects) in &manifests {
        let is_left_out =
            file == "kustomization.yaml" || objects.iter().any(|o| o["kind"] == "Secret" || o["kind"] == "Job");
        assert_eq!(listed.contains(file), !is_left_out, "{file}");
    }
}

#[test]
fn kubernetes_selects_the_pods_of_the_deployment() {
    let labels = |object: &Value| object["metadata"]["labels"].as_object().unwrap().clone();
    let deployment = &objects("Deployment")[0];
    let pod = labels(&deployment["spec"]["template"]);
    let selectors = [
        &deployment["spec"]["selector"]["matchLabels"],
        &objects("PodDisruptionBudget")[0]["spec"]["selector"]["matchLabels"],
        &objects("NetworkPolicy")[0]["spec"]["podSelector"]["matchLabels"],
    ];
    for selector in selectors {
        for (name, value) in selector.as_object().unwrap() {
            assert_eq!(pod.get(name), Some(value), "{selector}");
        }
    }
    let job = labels(&objects("Job")[0]["spec"]["template"]);
    assert_ne!(job, pod, "the pods of the Job are not those of the Deployment");
    assert_eq!(deployment["spec"]["strategy"]["type"], "Recreate");
    let least = objects("PodDisruptionBudget")[0]["spec"]["minAvailable"].as_u64();
    assert!(least < deployment["spec"]["replicas"].as_u64(), "a node can be drained");
}

#[test]
fn kubernetes_scrapes_and_admits_where_workers_listen() {
    let worker = containers().into_iter().find(Container::is_worker).unwrap();
    let listens = worker.option("--listen").rsplit_once(':').unwrap().1.to_owned();
    let annotations = &objects("Deployment")[0]["spec"]["template"]["metadata"]["annotations"];
    assert_eq!(annotations["prometheus.io/port"], listens.as_str());
    assert_eq!(annotations["prometheus.io/path"], "/metrics");
    assert_eq!(annotations["prometheus.io/scrape"], "true");
    let admitted = &objects("NetworkPolicy")[0]["spec"]["ingress"][0]["ports"][0]["port"];
    assert_eq!(admitted.to_string(), listens);
    for probe in ["/livez", "/readyz"] {
        assert!(worker.probes.iter().any(|known| known.path == probe), "{probe}");
    }
}

#[test]
fn kubernetes_confines_the_program() {
    let dockerfile = text("Dockerfile");
    let user = dockerfile.split("USER ").nth(1).unwrap().split(':').next().unwrap();
    let namespace = &objects("Namespace")[0]["metadata"]["labels"];
    assert_eq!(namespace["pod-security.kubernetes.io/enforce"], "restricted");
    for (pod, _) in pods() {
        let spec = &pod["spec"];
        assert_eq!(spec["automountServiceAccountToken"], false);
        let context = &spec["securityContext"];
        assert_eq!(context["runAsNonRoot"], true);
        assert_eq!(context["runAsUser"].to_string(), user);
        assert_eq!(context["seccompProfile"]["type"], "RuntimeDefault");
        for container in list(&spec["containers"]) {
            let context = &container["securityContext"];
            assert_eq!(context["readOnlyRootFilesystem"], true);
            assert_eq!(context["allowPrivilegeEscalation"], false);
            assert_eq!(context["capabilities"]["drop"][0], "ALL");
            assert!(container["resources"]["limits"]["memory"].is_string());
            let folder = &environment(container)["CONCUR_CONFIG_DIR"];
            let mounts = list(&container["volumeMounts"]);
            let mount = mounts
                .iter()
                .find(|mount| mount["mountPath"] == folder.as_str())
                .unwrap();
            let volume = list(&spec["volumes"])
                .iter()
                .find(|volume| volume["name"] == mount["name"]);
            assert!(volume.unwrap().get("emptyDir").is_some(), "{folder} can be written");
        }
    }
}

#[test]
fn job_is_not_repeated_for_what_repetition_does_not_change() {
    let job = &objects("Job")[0];
    let rule = &job["spec"]["podFailurePolicy"]["rules"][0];
    assert_eq!(rule["action"], "FailJob");
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(rule["onExitCodes"]["containerName"], container["name"]);
    // Kubernetes takes such a policy with this only.
    assert_eq!(job["spec"]["template"]["spec"]["restartPolicy"], "Never");
    let readme = text("cli/README.md");
    for code in list(&rule["onExitCodes"]["values"]) {
        assert!(readme.contains(&format!("\n| {code} | ")), "{code} is no exit code");
    }
}
