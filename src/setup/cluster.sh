# 클러스터입니다. 「클러스터」 장에서 만든 것과 같습니다.
aws ecs create-cluster --cluster-name medusa-cluster --capacity-providers FARGATE FARGATE_SPOT --default-capacity-provider-strategy capacityProvider=FARGATE,weight=1 > /dev/null
